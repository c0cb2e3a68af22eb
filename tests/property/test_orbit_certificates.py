"""What is certified of periodic orbits, the independent checker accepts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactnet import face
from exactnet.check import check_text
from exactnet.errors import InputError, UndecidedError

HEIGHTS = st.integers(0, 12).map(lambda n: Fraction(n, 12))


@st.composite
def maps(draw: st.DrawFn) -> dict[str, object]:
    inner = sorted(draw(st.sets(st.integers(1, 11), max_size=5)))
    places = [Fraction(n, 12) for n in (0, *inner, 12)]
    return {"format": "exactnet-map/1", "points": [[str(x), str(draw(HEIGHTS))] for x in places]}


@settings(max_examples=150, deadline=None)
@given(maps(), st.integers(1, 6))
def test_the_checker_accepts_the_orbits(document: dict[str, object], period: int) -> None:
    found = face.orbits(document, period)
    assert str(check_text(found.certificate.canonical)) == "valid"


def test_what_the_checker_would_not_take_is_refused_beforehand() -> None:
    with pytest.raises(InputError, match="from 1 to 1000"):
        face.orbits({"format": "exactnet-map/1", "points": [["0", "0"], ["1", "1"]]}, 1001)
    teeth = [[f"{i}/600", str(i % 2)] for i in range(601)]
    with pytest.raises(UndecidedError, match="--max-period 83"):
        face.orbits({"format": "exactnet-map/1", "points": teeth}, 84)
