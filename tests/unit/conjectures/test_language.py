"""The language of conjectures: what is read, where faults are, what is known of the truth."""

from __future__ import annotations

from typing import Any

import pytest

from exactnet.conjectures.language import (
    Architecture,
    FaultError,
    evaluate,
    instance_of,
    parse,
    require_truth,
    text_of,
    undefined_part,
)

TWO_LAYERS = Architecture(2, 1, (2, 3), (2, 3))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("laps(f)<=prod(w+1)-1", "laps(f) <= prod(w + 1) - 1"),
        ("((period(f,4)))=>(entropy(f)>0)", "period(f, 4) => entropy(f) > 0"),
        ("(d=1=>d=2)=>d=3", "(d = 1 => d = 2) => d = 3"),
        ("d=1=>(d=2=>d=3)", "d = 1 => d = 2 => d = 3"),
        ("not(d=1 and L=2)or d=3", "not (d = 1 and L = 2) or d = 3"),
        ("-(2^2)^(-(2)) < (0.250)", "-(2^2)^-2 < 0.25"),
        ("d-(2-3) = d-2-3", "d - (2 - 3) = d - 2 - 3"),
        (
            "prod(floor(w[1:L-1]/d)+1)^d<=betti(f,0,lt,-1/2)",
            "prod(floor(w[1:L - 1] / d) + 1)^d <= betti(f, 0, lt, -1 / 2)",
        ),
    ],
)
def test_canonical_text(text: str, canonical: str) -> None:
    tree = parse(text)
    require_truth(tree, text)
    assert text_of(tree) == canonical
    assert parse(canonical) == tree


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("laps(f) <=", (1, 11), "the text ends where a number"),
        ("laps(g) < 2", (1, 6), "the first argument of laps is f"),
        ("d < 2 < 3", (1, 7), "'<' stands where the statement should end"),
        ("w < 2", (1, 3), "lists are not compared"),
        ("entropy(f) > 1", (1, 12), "a logarithm goes with a logarithm or with 0"),
        ("d = 1 or\n foo(f) < 2", (2, 2), "there is no function or quantity 'foo'"),
        ("d + 1", (1, 1), "this is a number"),
        ("laps(f, laps(f)) < 2", (1, 9), "no quantity may stand among the arguments"),
        ("d < 2 & L < 3", (1, 7), "'&' has no meaning"),
        ("betti(f, 0, xx) < 1", (1, 13), "one of the words le, lt, ge, gt, eq"),
        ("f < 2", (1, 1), "f stands only as the first argument"),
        ("(d < 2", (1, 7), "where ')' should stand"),
        ("period(f, 3) + 1 < 2", (1, 1), "a truth cannot stand beside +"),
        ("laps(f, 1, 2) < 1", (1, 1), "laps takes 0 to 1 arguments"),
        ("laps < 1", (1, 1), "laps wants arguments"),
        ("sum(d) < 1", (1, 1), "sum takes a list, not a number"),
        ("d < le", (1, 5), "the word le stands only in betti"),
        ("q < 1", (1, 1), "there is no name 'q'"),
        ("d < 1.", (1, 6), "'.' has no meaning"),
        ("", (1, 1), "the text ends"),
        ("(" * 41 + "d" + ")" * 41 + " < 1", (1, 42), "more than 40"),
        ("d" + " + d" * 100 + " < 1", (1, 399), "more than 100 operations"),
        ("d < " + "1" * 10_001, (1, 10_001), "longer than 10,000 characters"),
    ],
)
def test_faults_have_a_place(text: str, place: tuple[int, int], words: str) -> None:
    with pytest.raises(FaultError, match=f"line {place[0]}, column {place[1]}: ") as caught:
        require_truth(parse(text), text)
    assert words in str(caught.value)


def known(values: dict[str, Any]) -> Any:
    return lambda instance: values.get(str(instance))


@pytest.mark.parametrize(
    ("text", "values", "truth"),
    [
        ("laps(f) <= prod(w + 1) - 1", {"laps(f)": (11, 11)}, True),
        ("laps(f) <= prod(w + 1) - 1", {"laps(f)": (12, 12)}, False),
        ("laps(f) <= prod(w + 1) - 1", {"laps(f)": (11, 12)}, None),
        ("laps(f) <= 3", {}, None),
        ("laps(f) <= 3 or d = 2", {}, True),
        ("d = 1 and laps(f) <= 3", {}, False),
        ("d = 1 => laps(f) <= 3", {}, True),
        ("period(f, L + 1) => entropy(f) > 0", {"period(f, 3)": True, "entropy(f)": (1, 1)}, False),
        ("period(f, 3) => entropy(f) > 0", {"period(f, 3)": True, "entropy(f)": (1, 2)}, None),
        ("entropy(f) >= log(2) / 3", {"entropy(f)": ("5/4", "5/4")}, False),
        ("entropy(f) >= log(2) / 3", {"entropy(f)": ("63/50", "2")}, True),
        ("2 * entropy(f) - log(2) = 0", {"entropy(f)": (2, 2)}, False),
        ("entropy(f) - entropy(f) = 0", {"entropy(f)": (1, 2)}, None),
        ("entropy(f) < log(w[1])", {"entropy(f)": (1, 1)}, True),
        ("1 / (d - 2) < 1", {}, None),
        ("w[3] > 0", {}, None),
        ("sum(w[1:0]) = 0", {}, True),
        ("sum(w[0:1]) = 0", {}, None),
        ("min(w[1:0]) = 0", {}, None),
        ("min(w) + max(3, d) = 5", {}, True),
        ("2^(1/2) > 1", {}, None),
        ("2^100000 > 1", {}, None),
        ("[1, 2] + w != 3", {}, "fault"),
        ("sum([1, 2] * w) = 8", {}, True),
        ("sum([1, 2, 3] * w) = 8", {}, None),
        ("(0 - laps(f))^2 <= 9", {"laps(f)": (-1, 3)}, True),
        ("floor(-1/2) = -1 and ceil(-1/2) = 0 and abs(-1/2) = 1/2", {}, True),
        ("binomial(4, 2) = 6 and zaslavsky(3, 2) = 7 and binomial(3, 5) = 0", {}, True),
        ("serra_upper(2, [2, 2]) = 11 and serra_upper(3, [4, 4]) = 161", {}, True),
        ("serra_lower(d, w) <= serra_upper(d, w)", {}, False),
        ("montufar_upper(d, w) >= montufar_lower(d, w) and montufar_lower(d, w) >= pascanu_lower(d, w)", {}, True),
        ("serra_upper(0, w) >= 0", {}, None),
    ],
)
def test_truth(text: str, values: dict[str, Any], truth: Any) -> None:
    from fractions import Fraction

    if truth == "fault":
        with pytest.raises(FaultError):
            require_truth(parse(text), text)
        return
    require_truth(parse(text), text)
    exact = {k: tuple(map(Fraction, v)) if isinstance(v, tuple) else v for k, v in values.items()}
    assert evaluate(parse(text), TWO_LAYERS, known(exact)) is truth


def test_names_of_instances() -> None:
    def name(text: str) -> str:
        return str(instance_of(parse(text), TWO_LAYERS))

    assert name("crossings(f, 1 / (d + 2), L)") == "crossings(f, 1/4, 2)"
    assert name("betti(f, d - 1, lt)") == "betti(f, 1, lt)"
    assert name("laps(f, 0)") == name("betti(f, d)") == name("laps(f, 1/2)") == name("laps(f, 1/(d-2))") == "None"


def test_definitions_stand_where_they_are_used() -> None:
    text = "3 < width"
    tree = parse(text, {"width": parse("max(w + 1)")})
    assert text_of(tree) == "3 < max(w + 1)"
    with pytest.raises(FaultError, match="line 1, column 5"):
        require_truth(parse(text, {"width": parse("d = 1")}), text)


@pytest.mark.parametrize(
    ("text", "architecture", "part"),
    [
        ("laps(f, 0) <= 1", None, "laps(f, 0)"),
        ("period(f, 1/2)", Architecture(), "period(f, 1 / 2)"),
        ("laps(f) <= 3 + 1/(L - 2)", Architecture(widths=(2, 2)), "1 / (L - 2)"),
        ("laps(f) <= 3 + 1/(L - 2)", None, None),
        ("betti(f, 1, lt) <= 1", Architecture(1), "betti(f, 1, lt)"),
        ("betti(f, 1, lt) <= 1", Architecture(2), None),
        ("betti(f, 1, lt) <= 1", None, None),
        ("d >= 2 => betti(f, 1) <= 1", Architecture(1), None),
        ("laps(f) <= 3 or entropy(f) < log(1 - 1)", Architecture(), "log(1 - 1)"),
        ("entropy(f) > 0", Architecture(), None),
        ("laps(f) <= min([])", None, "min([])"),
    ],
)
def test_what_has_no_value(text: str, architecture: Architecture | None, part: str | None) -> None:
    found = undefined_part(parse(text), architecture)
    assert (None if found is None else text_of(found)) == part
