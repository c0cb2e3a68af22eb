"""Semi-algebraic functions: the checker against functions computed piece by piece with flint."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import curve_quantities as curves

from exactnet.check import check_text

numbers = st.fractions(-2, 2, max_denominator=2)
small = st.integers(-2, 2).map(str)


@st.composite
def smooth(draw):
    """A piecewise layer: polynomials or a rational function, glued continuously."""
    kind = draw(st.sampled_from(["polynomial", "power", "rational", "glued", "flat"]))
    if kind == "polynomial":
        coefficients = [*draw(st.lists(small, min_size=1, max_size=2)), draw(st.sampled_from(["1", "-1", "1/2"]))]
        return layer([], (coefficients, ["1"]))
    if kind == "power":
        degree = draw(st.integers(1, 3))
        return layer(["0"], (["0"], ["1"]), (["0"] * degree + ["1"], ["1"]))
    if kind == "rational":
        # x^2 + c with c > 0 has no zero.
        below = [draw(st.sampled_from(["1", "1/2"])), "0", "1"]
        return layer([], (draw(st.sampled_from([["0", "1"], ["1"], ["1", "-2", "1"]])), below))
    if kind == "glued":
        # x^2 left of t, the tangent right of it, and 1/x beyond 1.
        return layer(["1/2", "1"], (["0", "0", "1"], ["1"]), (["-1/2", "3/2"], ["1"]), (["1"], ["0", "1"]))
    return layer(["-1", "1"], (["-1"], ["1"]), (["0", "1"], ["1"]), (["1"], ["1"]))


def layer(breakpoints, *pieces):
    pieces = [{"numerator": n, "denominator": d} for n, d in pieces]
    return {"type": "piecewise", "breakpoints": breakpoints, "pieces": pieces}


@st.composite
def networks(draw):
    width, layers = 1, []
    curved = draw(st.integers(0, 1))
    for i in range(draw(st.integers(2, 3))):
        if draw(st.booleans()):
            out = draw(st.integers(1, 2))
            layers.append(affine(draw, width, out))
            width = out
        kind = draw(st.sampled_from(["smooth", "product", "relu", "leaky", "clip", "maxout", "abs", "residual"]))
        kind = "smooth" if i == curved else kind
        if kind == "smooth":
            layers.append(draw(smooth()))
        elif kind == "product":
            pairs = st.lists(st.lists(st.integers(0, width - 1), min_size=2, max_size=2), min_size=1, max_size=2)
            layers.append({"type": "product", "pairs": draw(pairs)})
            width = len(layers[-1]["pairs"])
        elif kind == "leaky":
            layers.append({"type": "leaky_relu", "slope": draw(st.sampled_from(["-1/2", "1/3", "2"]))})
        elif kind == "clip":
            layers.append({"type": "clip", "low": "-1/2", "high": draw(st.sampled_from(["1/2", "1"]))})
        elif kind == "maxout":
            groups = st.lists(st.lists(st.integers(0, width - 1), min_size=1, max_size=2), min_size=1, max_size=2)
            layers.append({"type": "maxout", "groups": draw(groups)})
            width = len(layers[-1]["groups"])
        elif kind == "residual":
            layers.append({"type": "residual", "layers": [{"type": "relu"}, draw(smooth())]})
        else:
            layers.append({"type": kind})
    return [*layers, affine(draw, width, 1)]


def affine(draw, width, out):
    rows = st.lists(st.lists(small, min_size=width, max_size=width), min_size=out, max_size=out)
    return {"type": "dense", "weight": draw(rows), "bias": draw(st.lists(small, min_size=out, max_size=out))}


@settings(max_examples=120, deadline=None)
@given(layers=networks(), level=numbers)
def test_networks_agree_with_flint(build, layers, level):
    subject = build.network(*layers)
    curve = curves.Curve(subject, -2, 2)
    try:
        crossings = curve.crossings(level)
    except ValueError:
        return
    quantities = {
        "pieces": curve.count(),
        "activation_regions": curve.regions(),
        "laps": curve.laps(),
        "crossings": {"level": str(level), "count": crossings},
        "minimum": curve.extreme(-1).number(),
        "maximum": curve.extreme(1).number(),
    }
    if all(item["type"] != "residual" for item in layers):
        quantities["unit_pieces"] = curve.unit_pieces()
    assert verdict(build, subject, quantities, curve.json()) == "valid"
    for name in ("pieces", "activation_regions", "laps"):
        wrong = verdict(build, subject, {name: quantities[name] + 1}, curve.json())
        assert wrong.startswith(f"invalid: {name}: ")
    # Without one of its points the description fails, or nothing changes there.
    for i in range(1, len(curve.points) - 1):
        fewer = verdict(build, subject, quantities, [p for j, p in enumerate(curve.json()) if j != i])
        assert fewer == "valid" or fewer.split(": ")[1] in ("walls", "monotone", "minimum", "maximum", "points")


def verdict(build, subject, quantities, points):
    claim = {"rule": "interval", "domain": ["-2", "2"], "quantities": quantities}
    return str(check_text(json.dumps(build.certificate(claim, subject, {"field": None, "points": points}))))


def test_known_quantities(build):
    # x/(1 + x^2) turns at -1 and 1.
    subject = build.network(layer([], (["0", "1"], ["1", "0", "1"])))
    right = {"laps": 3, "minimum": "-1/2", "maximum": "1/2", "crossings": {"level": "1/2", "count": 3}}
    assert verdict(build, subject, right, ["-2", "-1", "1", "2"]) == "valid"
    assert "turns inside piece 1" in verdict(build, subject, right, ["-2", "-1", "2"])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (layer([], (["1"], ["-2", "0", "1"])), "has a zero on its piece"),
        (layer(["0"], (["0"], ["1"]), (["1", "1"], ["1"])), "do not agree at 0"),
        (layer(["0"], (["1"], ["0", "1"]), (["1", "1"], ["1"])), "has a zero on its piece"),
        (layer(["0"], (["0"], ["1"])), "one piece more"),
        (layer([], (["0", "1", "0"], ["1"])), "its last coefficient is 0"),
        (layer([], ([], ["1"])), "is empty"),
        (layer([], (["1"], ["0"])), "has a zero on its piece"),
        (layer(["1", "0"], (["0"], ["1"]), (["0"], ["1"]), (["0"], ["1"])), "do not increase"),
        ({"type": "product", "pairs": [[0, 1]]}, "beyond 0"),
        ({"type": "product", "pairs": [[0]]}, "not of two units"),
        ({"type": "product", "pairs": []}, "no pair"),
    ],
)
def test_layers_that_are_none(build, change, reason):
    found = verdict(build, build.network(change), {"laps": 1}, ["-2", "2"])
    assert found.startswith("invalid: subject: ")
    assert reason in found


def test_a_denominator_with_a_zero_elsewhere_is_fine(build):
    # 1/x beyond 1, its tangent before.
    subject = build.network(layer(["1"], (["2", "-1"], ["1"]), (["1"], ["0", "1"])))
    assert verdict(build, subject, {"laps": 1, "minimum": "1/2", "maximum": "4"}, ["-2", "1", "2"]) == "valid"
    assert Fraction(1, 2) == curves.Curve(subject, -2, 2).extreme(-1).low
