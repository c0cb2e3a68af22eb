"""Rule conjecture: parts about the same domain, however it is written."""

import json
from copy import deepcopy

import pytest

from exactnet.check import check_text


def load(certs, name):
    return json.loads((certs / "valid" / f"{name}.cert.json").read_text())


def conjecture(of, statement, quantities, **claim):
    """Refute a statement by a part that is another certificate."""
    claim = {"domain": of["claim"].get("domain"), "clip": False, "path": None, **claim}
    return {
        **of,
        "claim": {
            "rule": "conjecture",
            "statement": statement,
            "quantities": quantities,
            "verdict": "refuted",
            **claim,
        },
        "evidence": {"parts": [{"claim": of["claim"], "evidence": of["evidence"]}]},
    }


def verdict(document):
    return check_text(json.dumps(document))


def test_algebraic_ends_are_compared_as_numbers(certs):
    document = conjecture(load(certs, "curved-laps-algebraic-domain"), "laps(f, 2) < 3 ^ 2", {"laps(f, 2)": 9})
    assert verdict(document).word == "valid"
    end = document["claim"]["domain"] = deepcopy(document["claim"]["domain"])
    end[1] = {"polynomial": [3, 0, -1], "between": ["17/10", "9/5"]}
    assert verdict(document).word == "valid"
    end[1] = {"polynomial": [-2, 0, 1], "between": ["1", "2"]}
    assert verdict(document).step == "parts"
    end[1] = "2"
    assert verdict(document).step == "parts"


@pytest.mark.parametrize("written", ["3/2", "6/4", "0003/2"])
def test_a_box_is_compared_by_numbers(certs, written):
    of = load(certs, "regions-box-every-layer")
    document = conjecture(of, "faces(f, 1) < 26", {"faces(f, 1)": 26}, domain=[["-1", written], ["-1", 1]])
    assert verdict(document).word == "valid"


def test_a_polytope_is_compared_row_by_row(certs):
    of = load(certs, "regions-triangle")
    document = conjecture(of, "faces(f, 0) < 14", {"faces(f, 0)": 14}, domain=deepcopy(of["claim"]["domain"]))
    rows = document["claim"]["domain"]["inequalities"]
    assert verdict(document).word == "valid"
    rows[0] = ["4/2", 1, 0]
    assert verdict(document).word == "valid"
    rows[0] = [4, 2, 0]
    assert verdict(document).step == "parts"


def test_the_line_is_no_interval(certs):
    of = load(certs, "regions-line")
    document = conjecture(of, "linear_regions(f) != 2", {"linear_regions(f)": 2})
    assert verdict(document).word == "valid"
    document["claim"]["domain"] = ["-1", "1"]
    assert verdict(document).step == "parts"
    document["evidence"]["parts"][0] = {
        "claim": {"rule": "interval", "domain": "all", "quantities": {"affine_pieces": 2}},
        "evidence": {"breakpoints": ["0"]},
    }
    assert verdict(document).step == "parts"
    document["claim"]["domain"] = "all"
    assert verdict(document).word == "valid"


def test_an_algebraic_maximum_shows_nothing(certs):
    of = load(certs, "curved-interval-algebraic-points")
    extremes = [key for key in ("minimum", "maximum") if isinstance(of["claim"]["quantities"].get(key), dict)]
    assert extremes
    for key in extremes:
        document = conjecture(of, f"{key}(f) > 100", {f"{key}(f)": 1})
        assert str(verdict(document)) == f"invalid: quantities: no part shows {key}(f)"
        document["claim"]["quantities"] = {}
        assert verdict(document).step == "verdict"


def test_a_statement_about_architectures_wants_no_part(certs):
    of = load(certs, "regions-box-every-layer")
    document = conjecture(of, "size > sum(w)", {}, domain="all")
    document["evidence"]["parts"] = []
    assert verdict(document).word == "valid"
    document["claim"]["statement"] = "size >= sum(w)"
    assert str(verdict(document)) == "invalid: verdict: the statement is true, not false"


def test_hostile_statements_end_soon(certs):
    document = conjecture(load(certs, "cycle-three"), "", {})
    document["evidence"]["parts"] = []
    for text in ("(" * 9_999, "-" * 10_000, "not " * 2_500, "f(" * 5_000, "[" * 10_000, "1^" * 5_000, "1<2=>" * 2_000,
                 "9" * 9_990 + ">1", "9^9^9^9^9 > 1", "a" * 10_000, "1+" * 4_999 + "1", "\n" * 10_000):  # fmt: skip
        document["claim"]["statement"] = text
        assert verdict(document).step in ("statement", "verdict")
