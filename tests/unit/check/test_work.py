"""Small certificates that ask for much: the checker refuses before it has done it, or does it in another way."""

import json

import pytest

from exactnet.check import check_text

RELU = {"type": "relu"}
ATOM = {"strict": False, "constant": "0", "inputs": ["0"], "outputs": ["1"]}


def verdict(build, claim, network, evidence):
    subject = build.rehash({"type": "network", "network": {"format": "exactnet-network/1", **network}})
    return check_text(json.dumps(build.certificate(claim, subject, evidence)))


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ({"rule": "regions", "quantities": {"activation_regions": 1}}, {"tree": []}),
        (
            {"rule": "stability", "output": [0], "level": "0", "premises": False, "radius": None},
            {"vertices": [], "faces": []},
        ),
        ({"rule": "image_betti", "output": [0], "set": "le", "level": "0", "layers": []}, {"hole": "everything"}),
    ],
)
def test_many_inputs(build, claim, evidence):
    """A box of n sides has 2 n walls of n + 1 numbers, which do not fit into memory for n = 100,000."""
    wide = {"domain": [["0", "1"]] * 100_000, **claim}
    assert verdict(build, wide, {"inputs": 100_000, "layers": [RELU]}, evidence).step == "claim"


def test_many_inputs_of_a_point(build):
    """Rule ``reach`` keeps walls without their zeros."""
    claim = {"rule": "reach", "domain": [["0", "1"]] * 10_000, "property": [[]], "verdict": "sat"}
    network = {"inputs": 10_000, "layers": [RELU]}
    assert verdict(build, claim, network, {"point": ["1/2"] * 10_000}).word == "valid"
    assert verdict(build, {**claim, "verdict": "unsat"}, network, {"trees": [[]]}).step == "tree"


def test_long_maxima(build):
    """The k-th argument of a maximum has k terms."""
    claim = {"rule": "reach", "domain": [["0", "1"]], "property": [[ATOM]], "verdict": "unsat"}
    network = {"inputs": 1, "layers": [{"type": "maxout", "groups": [[0] * 30_000]}]}
    assert verdict(build, claim, network, {"trees": [[]]}).step == "subject"


def test_many_conjunctions(build):
    """What is common to all trees is made once."""
    ones = {"type": "dense", "weight": [["1"]] * 1000, "bias": ["0"] * 1000}
    total = {"type": "dense", "weight": [["1"] * 1000], "bias": ["1"]}
    below = {**ATOM, "constant": "-1", "outputs": ["-1"], "strict": True}
    claim = {"rule": "reach", "domain": "all", "property": [[below]] * 100, "verdict": "unsat"}
    # -1 - y > 0, y = 1 + the sum of v_k, and v_k >= 0: conditions 0, 2, 4, ..
    tree = [{"contradiction": [*([2 * k, "1"] for k in range(1000)), [2000, "1"]]}]
    evidence = {"trees": [tree] * 100}
    assert verdict(build, claim, {"inputs": 1, "layers": [ones, RELU, total]}, evidence).word == "valid"


def test_deep_ensemble_of_one_unit(build):
    """There are 2^31 networks, as many as the rule allows, but few different images."""
    ensemble = {"format": "exactnet-ensemble/1", "inputs": 2, "width": 1, "depth": 11, "weights": "signs"}
    subject = build.rehash({"type": "ensemble", "ensemble": ensemble})
    length = {"lower": "1", "upper": "2", "radicals": None}
    claim = {
        "rule": "sign_ensemble", "bound": "raghu2017.relu_growth", "constant": "1", "path": {"segments": [["1", "0"], ["0", "1"]]},
        "base_squared": "1/2", "mean_square": "0", "path_length": length, "mean_length": length, "verdict": "refuted",
    }  # fmt: skip
    found = check_text(json.dumps(build.certificate(claim, subject, {"precisions": [4, 4]})))
    # (k/2)^d times the square of the path's length
    assert (found.step, found.reason) == ("mean_square", "claimed 0, found 1/1024")


def test_long_powers(build):
    """Of weights with many digits, or of many denominators without common factors."""
    claim = {"rule": "persistence", "p": 64, "layers": ["0"], "network": "0"}
    long = {"type": "dense", "weight": [["1" + "0" * 100_000]], "bias": ["0"]}
    many = {
        "type": "dense",
        "weight": [[f"1/{10**300 + 31 * i + j}" for j in range(30)] for i in range(30)],
        "bias": ["0"] * 30,
    }
    for inputs, layer in ((1, long), (30, many)):
        assert verdict(build, claim, {"inputs": inputs, "layers": [layer]}, {}).step == "subject"


def test_many_vertices_with_long_powers(build):
    claim = {"rule": "persistence", "p": 64, "layers": ["0"], "network": "0"}
    layer = {"type": "dense", "weight": [["1" + "0" * 3000, *["1"] * 9999]], "bias": ["0"]}
    assert verdict(build, claim, {"inputs": 10_000, "layers": [layer]}, {}).step == "subject"
