"""Activation regions in any dimension, one after the other, with evidence by cases.

The tree of cases is cut where a path has split `SHARED_SPLITS` times. Every subtree below is a search of its own, whichever
process it runs in: the answer, the evidence included, does not depend on the number of processes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from flint import fmpq

from exactnet.certs import Certificate, Fragment
from exactnet.compile.box import Box
from exactnet.compile.places import Place
from exactnet.compile.polytope import Polytope
from exactnet.complexes.certificates import region_certificate
from exactnet.complexes.depth_first.cases import CaseSearch, Leaf, Subtree
from exactnet.complexes.depth_first.conditions import Point
from exactnet.complexes.depth_first.decisions import Statistics
from exactnet.complexes.depth_first.sharing import Tally, Task, finished, too_many
from exactnet.complexes.depth_first.walls import Plan
from exactnet.display import Displayed
from exactnet.errors import InputError
from exactnet.exact.integers import IntArray
from exactnet.exact.rational import common_denominator
from exactnet.model import Network

__all__ = ["Region", "RegionProgress", "RegionSearch", "enumerate_regions", "search_regions"]

MAX_REGIONS = 2_000_000
"""Default limit on regions."""

SHARED_SPLITS = 8

RegionProgress = Callable[[int], None]
"""Called with the number of regions so far."""


@dataclass(frozen=True, eq=False)
class Region:
    """A region of full dimension.

    Attributes
    ----------
    pattern
        A byte 1 for every wall that is positive on the region, 0 for the others, in the order of certificates; for a maxout group,
        a byte for each of its units: whether it attains the maximum.
    witness
        A point strictly inside.
    forms, denominator
        The output on the region: integer rows (constant term, coefficients), to be divided by the denominator.
    """

    pattern: bytes
    witness: tuple[fmpq, ...]
    forms: IntArray
    denominator: int

    @cached_property
    def map(self) -> tuple[tuple[fmpq, ...], ...]:
        """The affine map: for each output the constant term and the coefficients."""
        return tuple(tuple(fmpq(x, self.denominator) for x in row) for row in self.forms.tolist())


@dataclass(frozen=True, eq=False)
class RegionSearch(Displayed):
    """What a search found.

    Attributes
    ----------
    network, domain
        What was searched, and where.
    activation_regions
        Patterns that occur on a set with interior.
    affine_maps
        Distinct affine maps on them.
    evidence
        The tree of cases in preorder, as certificates want it; None if it was not asked for.
    statistics
        Linear programs, how many of them a float proposal decided after exact confirmation, exact pivots in the others.
    """

    network: Network
    domain: Box
    activation_regions: int
    affine_maps: int
    evidence: list[Any] | None
    statistics: Statistics
    # what `RegionCounts` counts and a search does not
    activation_patterns: ClassVar[None] = None
    linear_regions: ClassVar[None] = None
    linear_regions_contact: ClassVar[None] = None
    faces: ClassVar[None] = None

    @cached_property
    def certificate(self) -> Certificate:
        """The certificate of both counts: the tree of cases.

        Raises
        ------
        InputError
            If the evidence was not kept.
        """
        if self.evidence is None:
            raise InputError("the search kept no evidence for a certificate; ask for it before the search")
        counts = {"activation_regions": self.activation_regions, "affine_maps": self.affine_maps}
        return region_certificate(self.network, self.domain, counts, self.tree)

    @cached_property
    def tree(self) -> Fragment:
        """The evidence as certificates carry it."""
        return Fragment({"tree": self.evidence})

    @property
    def effort(self) -> str:
        """One line: the linear programs that were solved."""
        found = self.statistics
        return (
            f"{found.programs:,} linear programs, {found.confirmed:,} proposals by floats confirmed, "
            f"{found.pivots:,} exact pivots"
        )

    def to_json(self) -> dict[str, Any]:
        """JSON values; null for what a search does not count."""
        return {
            "activation_regions": self.activation_regions,
            "activation_patterns": None,
            "affine_maps": self.affine_maps,
            "linear_regions": None,
            "linear_regions_contact": None,
            "faces": None,
            "domain": self.domain.to_json(),
            "effort": {
                "method": "depth first",
                "linear_programs": self.statistics.programs,
                "float_proposals_confirmed": self.statistics.confirmed,
                "exact_pivots": self.statistics.pivots,
            },
        }


def _root(domain: Box) -> Subtree:
    """The whole domain, with its centre."""
    if domain.sides is None:
        return Subtree(b"", (1, *([0] * domain.dimension)))
    centre = [(lo + hi) / 2 for lo, hi in domain.sides]
    w = common_denominator(centre)
    return Subtree(b"", (int(w), *(int((x * w).p) for x in centre)))


def _checked(network: Network, domain: Place) -> Box:
    if isinstance(domain, Polytope):
        raise InputError("regions are searched depth first in boxes and in R^d, not in polytopes")
    if domain.dimension != network.inputs:
        raise InputError(f"the domain has {domain.dimension} sides but the network has {network.inputs} inputs")
    return domain


def enumerate_regions(
    network: Network, domain: Place, *, limit: int = MAX_REGIONS, floats: bool = True
) -> Iterator[Region]:
    """The activation regions of a network with any number of inputs, one after the other.

    The memory needed does not grow with their number (with maxout layers, by one pattern a region).

    Parameters
    ----------
    limit
        Largest number of regions.
    floats
        Let floats propose, by HiGHS if it is installed. The regions do not depend on it; their order, and the witness points, may.

    Raises
    ------
    UndecidedError
        After ``limit`` regions, if there are more.

    Examples
    --------
    >>> from exactnet.model import Abs
    >>> [list(region.pattern) for region in enumerate_regions(Network.of(2, [Abs()]), Box.parse("all", 2))]
    [[0, 0], [0, 1], [1, 0], [1, 1]]
    """
    box = _checked(network, domain)
    search = CaseSearch(Plan(network), box, floats=floats)
    repeats = Task(network, box, False, floats, limit).repeats
    seen: set[bytes] = set()
    count = 0
    for leaf in search.run(_root(box)):
        if not isinstance(leaf, Leaf) or leaf.label in seen:
            continue
        if repeats:
            seen.add(leaf.label)
        count += 1
        if count > limit:
            raise too_many(limit)
        yield Region(leaf.label, _coordinates(leaf.point), leaf.forms.rows, leaf.forms.denominator)


def _coordinates(point: Point) -> tuple[fmpq, ...]:
    w, *x = point
    return tuple(fmpq(a, w) for a in x)


def search_regions(
    network: Network,
    domain: Place,
    *,
    max_regions: int = MAX_REGIONS,
    jobs: int = 1,
    evidence: bool = False,
    progress: RegionProgress | None = None,
    floats: bool = True,
    effort: int | None = None,
) -> RegionSearch:
    """Count the activation regions of a network with any number of inputs, and its affine maps, exactly.

    Parameters
    ----------
    max_regions
        Largest number of regions.
    jobs
        Processes to use; the result is the same.
    evidence
        Keep the tree of cases that proves the counts.
    progress
        Called now and then with the number of regions so far.
    floats
        Let floats propose, by HiGHS if it is installed; the counts do not depend on it.
    effort
        Give up once the search takes more, in operations with exact numbers, roughly; whether it does depends on the network
        and the domain alone.

    Raises
    ------
    UndecidedError
        If there are more than ``max_regions``; NotAttemptedError if they take more ``effort``.

    Examples
    --------
    >>> from exactnet.model import Relu
    >>> found = search_regions(Network.of(8, [Relu()]), Box.parse("box:-1,1", 8))
    >>> found.activation_regions, found.affine_maps
    (256, 256)
    """
    box = _checked(network, domain)
    task = Task(network, box, evidence, floats, max_regions, effort)
    top = CaseSearch(Plan(network), box, evidence=evidence, floats=floats, splits=SHARED_SPLITS, effort=effort)
    total = Tally()
    trees: deque[list[Any]] = deque()

    def tick(regions: int) -> None:
        if progress is not None:
            progress(total.regions + regions)

    for found in finished(task, top.run(_root(box)), jobs, tick):
        if isinstance(found, Leaf):
            total.leaf(found, task)
        else:
            total.join(found, task)
            trees.append(found.nodes)
            tick(0)
    total.statistics.add(top.statistics)
    total.require_little_effort(task)
    nodes: list[Any] = []
    for node in top.nodes:
        if node is None:
            nodes += trees.popleft()
        else:
            nodes.append(node)
    return RegionSearch(network, box, total.regions, len(total.maps), nodes if evidence else None, total.statistics)
