"""Published bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from exactnet.bounds import Case
from exactnet.bounds.budgets import BUILT_REGIONS, DEFAULT_DEPTH, Budget
from exactnet.bounds.budgets import compare_budgets as _compare_budgets
from exactnet.bounds.case import VERIFY_DIGITS
from exactnet.compile import Domain
from exactnet.compile.box import Box
from exactnet.compile.places import Place, parse_place
from exactnet.compile.polyhedral import MAX_CELLS
from exactnet.compile.polytope import Polytope
from exactnet.exact.rational import QLike
from exactnet.face.space import sliced
from exactnet.face.subjects import SubjectLike, domain_of, load, whole
from exactnet.model import Network
from exactnet.verification import Verification
from exactnet.verification import verify as _verify

__all__ = ["compare_budgets", "verify"]


def verify(
    source: SubjectLike,
    bounds: Iterable[str] | None = None,
    *,
    domain: str | Domain | Place | None = None,
    plane: Sequence[Sequence[QLike]] | None = None,
    line: Sequence[Sequence[QLike]] | None = None,
    digits: int = VERIFY_DIGITS,
    max_cells: int = MAX_CELLS,
) -> Verification:
    """Check published bounds on a network or map (see `exactnet.verification`).

    The default domain is a map's own interval, [0, 1] for a network of one input, R^d for one of several.
    With three points as ``plane``, or two as ``line``, the subject is the network on the plane or line through them, as for
    `regions`.

    Examples
    --------
    >>> from exactnet.compile import PiecewiseLinearMap
    >>> tent = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])
    >>> verify(tent, ["entropy.lipschitz"]).rows[0].verdict.word
    'proved'
    """
    subject = load(sliced(source, plane, line))
    if isinstance(subject, Network) and subject.inputs > 1 and isinstance(domain, str):
        domain = parse_place(domain, subject.inputs)
    where = domain if isinstance(domain, Box | Polytope) else domain_of(domain)
    case = Case(subject, where, digits=whole(digits, "digits"), max_cells=whole(max_cells, "max_cells"))
    return _verify(case, bounds)


def compare_budgets(
    inputs: int,
    budget: int,
    by: str = "units",
    *,
    sort: str = "depth",
    max_depth: int = DEFAULT_DEPTH,
    built_regions: int = BUILT_REGIONS,
    progress: Callable[[str], None] | None = None,
) -> Budget:
    """What relu networks of each depth can do with a budget of units or parameters (see `exactnet.bounds.budgets`).

    Examples
    --------
    >>> [(row.widths, row.upper, row.regions) for row in compare_budgets(2, 12, max_depth=2).rows]
    [((12,), 79, 79), ((6, 6), 484, 352)]
    """
    return _compare_budgets(
        whole(inputs, "inputs"),
        whole(budget, "budget"),
        by,
        sort=sort,
        max_depth=whole(max_depth, "max_depth"),
        built_regions=whole(built_regions, "built_regions"),
        progress=progress,
    )
