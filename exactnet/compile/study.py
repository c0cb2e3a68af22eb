"""One entry for functions of one variable, whatever they are made of."""

from __future__ import annotations

from typing import TypeAlias

from exactnet.compile.domain import Domain
from exactnet.compile.function import IntervalFunction
from exactnet.compile.piecewise_linear import PiecewiseLinearMap
from exactnet.compile.piecewise_map import PiecewiseMap
from exactnet.compile.semialgebraic.function import SemiAlgebraicFunction
from exactnet.compile.sweep import MAX_VERTICES, Progress
from exactnet.model.network import Network

__all__ = ["Function", "study"]

Function: TypeAlias = IntervalFunction | SemiAlgebraicFunction
"""Piecewise linear with rational numbers, or made of polynomials and rational functions."""


def study(
    subject: Network | PiecewiseLinearMap | PiecewiseMap,
    domain: Domain | None = None,
    *,
    clip: bool = False,
    max_vertices: int = MAX_VERTICES,
    progress: Progress | None = None,
) -> Function:
    """Compile a subject as a function of one variable; also a piecewise-linear one, if the domain has algebraic ends.

    Raises
    ------
    InputError
        If the network has several inputs, or the domain is not one for the subject.
    UndecidedError
        If it has too many pieces.

    Examples
    --------
    >>> logistic = PiecewiseMap.of([0, 1], [[0, 4, -4]])
    >>> study(logistic).curve.laps
    2
    """
    if isinstance(subject, PiecewiseMap) and subject.linear is not None:
        subject = subject.linear
    linear = subject.piecewise_linear if isinstance(subject, Network) else isinstance(subject, PiecewiseLinearMap)
    if linear and (domain is None or domain.is_rational):
        return IntervalFunction.of(subject, domain, clip=clip, max_vertices=max_vertices, progress=progress)
    return SemiAlgebraicFunction.of(subject, domain, clip=clip, max_cells=max_vertices, progress=progress)
