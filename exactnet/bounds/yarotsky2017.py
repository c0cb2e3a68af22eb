"""After Yarotsky 2017 (arXiv 1610.01145): how near piecewise-linear functions come to x^2. Classical, by the second difference."""

from __future__ import annotations

from flint import fmpq

from exactnet.approximation import least_linf_to_square
from exactnet.bounds.bound import Bound, Premise, Side, Status
from exactnet.bounds.case import Case
from exactnet.bounds.premises import IS_NETWORK, ONE_INPUT, ONE_OUTPUT, PIECEWISE_LINEAR

__all__ = ["BOUNDS"]


def _length(case: Case) -> fmpq:
    ends = case.interval.ends
    assert ends is not None
    return ends[1] - ends[0]


_BOUNDED = Premise("the domain is bounded", lambda case: case.interval.lower is not None)

BOUNDS = (
    Bound(
        id="yarotsky2017.square",
        source="after Yarotsky 2017",
        status=Status.DERIVED,
        statement="|f - x^2|_inf on [lo, hi] is at least (hi - lo)^2 / (8 N^2), N = prod (m_i + 1) (m_i relu units in layer i)",
        side=Side.LOWER,
        quantity="linf_to_square",
        premises=(PIECEWISE_LINEAR, IS_NETWORK, ONE_INPUT, ONE_OUTPUT, _BOUNDED),
        value=lambda case, parameters: least_linf_to_square(case.piece_product, _length(case)),
    ),
    Bound(
        id="yarotsky2017.square_pieces",
        source="after Yarotsky 2017",
        status=Status.DERIVED,
        statement="|f - x^2|_inf on [lo, hi] is at least (hi - lo)^2 / (8 p^2), p the number of affine pieces of f",
        side=Side.LOWER,
        quantity="linf_to_square",
        premises=(PIECEWISE_LINEAR, ONE_INPUT, ONE_OUTPUT, _BOUNDED),
        value=lambda case, parameters: least_linf_to_square(case.shape.pieces, _length(case)),
    ),
)
