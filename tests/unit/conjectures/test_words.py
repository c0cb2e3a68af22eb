"""Statements written in Python."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import exactnet as xn
from exactnet.conjectures import words
from exactnet.conjectures.language import parse, text_of
from exactnet.conjectures.words import Expression, L, betti, d, entropy, f, laps, log, period, prod, w, zaslavsky

MAPS = {"kind": "maps", "x": [1, 2, 3, 4], "y": [1, 2, 3, 4]}


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (laps(f) <= prod(w + 1) - 1, "laps(f) <= prod(w + 1) - 1"),
        (period(f, 3) >> (entropy(f) >= log(2)), "period(f, 3) => entropy(f) >= log(2)"),
        (~(laps(f, 2) == 3) & (d != 2) | (w[1] < L), "not laps(f, 2) = 3 and d != 2 or w[1] < L"),
        (betti(f, 1, "lt", Fraction(-1, 3)) < 2 * d**2, "betti(f, 1, lt, -(1 / 3)) < 2 * d^2"),
        (prod(w[1 : L - 1] / d) >= "0.25", "prod(w[1:L - 1] / d) >= 1 / 4"),
        (words.max([d, 2, L]) <= -zaslavsky(3, d), "max([d, 2, L]) <= -zaslavsky(3, d)"),
        (1 - (2 - laps(f)) >= 2**-d, "1 - (2 - laps(f)) >= 2^-d"),
    ],
)
def test_expressions_are_their_texts(written: Expression, text: str) -> None:
    assert str(written) == text
    assert text_of(parse(text)) == text  # the canonical one


def test_every_word_is_there() -> None:
    assert {"f", "w", "crossings", "serra_upper", "growth"} <= set(dir(words))
    assert all(getattr(words, name) is not None for name in dir(words))
    with pytest.raises(AttributeError, match="there is no word 'lap' in statements"):
        words.lap  # noqa: B018


@pytest.mark.parametrize(
    ("write", "fault"),
    [
        (lambda: 1 <= laps(f) <= 3, "compare two things at a time"),
        (lambda: laps(f) <= 3 and d > 1, "write &"),
        (lambda: laps(f) <= 0.5, "no exact number"),
        (lambda: laps(d), "the first argument of laps is f"),
        (lambda: w[:2], "both ends"),
        (lambda: sum(w), "gone through by prod"),
        (lambda: laps(f) <= "three", "not a number"),
    ],
)
def test_what_is_no_expression(write: Any, fault: str) -> None:
    with pytest.raises(xn.InputError, match=fault):
        write()


def test_a_conjecture_is_what_a_file_says() -> None:
    written = xn.Conjecture(period(f, 4) >> (entropy(f) > 0), MAPS, search={"seed": 3})
    read = {"statement": "period(f, 4) => entropy(f) > 0", "class": MAPS, "search": {"seed": 3}}
    found = xn.search(written)
    assert found.status == "counterexample"
    assert found.to_json() == xn.search(read).to_json()
    named = xn.Conjecture("laps(f) <= k", MAPS, let={"k": 2 + d}, domain="box:1,4")
    assert xn.search(named).problem.text == "laps(f) <= 2 + d"
    assert xn.search(xn.Conjecture(bound="bowen1976.period_sa")).status == "none_in_class"


@pytest.mark.parametrize(
    ("conjecture", "fault"),
    [
        (xn.Conjecture("laps(f) <= ", MAPS), "statement, line 1, column 12 of 'laps.f. <= ': the text ends"),
        (xn.Conjecture(laps(f) <= w, MAPS), "statement, line 1, column 9 of 'laps.f. <= w': lists are not compared"),
        ({"statement": "d < k", "let": {"k": "max(v)"}, "class": MAPS}, "let.k, line 1, column 5 of"),
        (xn.Conjecture(laps(f) <= 3), "a table .class. must say"),
        (xn.Conjecture(candidates=MAPS), 'there must be a "statement" or a "bound"'),
    ],
)
def test_faults_have_their_place(conjecture: Any, fault: str) -> None:
    with pytest.raises(xn.InputError, match=fault):
        xn.search(conjecture)
