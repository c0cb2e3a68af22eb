"""The homology groups of a decision region, and what else the bounds ask of it."""

from __future__ import annotations

from dataclasses import dataclass

from exactnet.check.areas import Area
from exactnet.check.counts import Classes
from exactnet.check.homology.decision import CLOSED, Members, Region, find_members, level_bits, read_cells
from exactnet.check.homology.smith import factors
from exactnet.check.homology.steps import reduce
from exactnet.check.reader import array, obj
from exactnet.check.subject import Network
from exactnet.check.tiling import Tiling
from exactnet.check.verdict import require


@dataclass(frozen=True, slots=True)
class Homology:
    """What the evidence proves.

    Attributes
    ----------
    betti : list of int
        The ranks of the groups in degrees 0 to d - 1.
    torsion : list of list of int
        The orders of their finite summands, each of which divides the next.
    tiling, members
        The cells, and the faces of which the region consists.
    """

    betti: list[int]
    torsion: list[list[int]]
    tiling: Tiling
    members: Members


def read_homology(network: Network, area: Area, region: Region, evidence: dict[str, object]) -> Homology:
    """Check the evidence, and compute the homology of a decision region."""
    keys = obj(evidence, ["vertices", "faces", "steps", "smith"], "evidence", "evidence")
    tiling = read_cells(network, area, region, keys["vertices"], keys["faces"])
    members = find_members(tiling, region.kind)
    betti, torsion = read_groups(members, keys["steps"], keys["smith"], closed=region.kind in CLOSED)
    return Homology(betti, torsion, tiling, members)


def read_groups(
    members: Members, steps: object, smith: object, *, closed: bool = True
) -> tuple[list[int], list[list[int]]]:
    """Check the steps and Smith's forms of a chain complex; give Betti numbers and torsion up to one below its dimension."""
    dimension = len(members.start) - 2
    counts, columns = reduce(members, steps, closed=closed)
    forms = array(smith, "pivots", "smith")
    require(len(forms) == dimension, "pivots", f"smith must have {dimension} forms")
    # At n the factors of B_n; B_0 = 0.
    found: list[list[int]] = [[]]
    for n, form in enumerate(forms, 1):
        found.append(factors(columns[n], form, f"S_{n}"))
    ranks = list(map(len, found))
    betti = [counts[k] - ranks[k] - ranks[k + 1] for k in range(dimension)]
    torsion = [[f for f in found[k + 1] if f != 1] for k in range(dimension)]
    return betti, torsion


def bounded_components(homology: Homology) -> int:
    """Count the bounded components of a closed region."""
    tiling, degree, edges = homology.tiling, homology.members.degree, homology.tiling.complex.faces[1]
    vertices, start = tiling.complex.vertices, homology.members.start
    classes = Classes(len(vertices) + 1)
    # All unbounded components, and what is no member, are joined with one more number.
    beyond = len(vertices)
    positive, _ = level_bits(tiling)
    for v in range(len(vertices)):
        if degree[v] < 0:
            classes.join(v, beyond)
    for i, (v, w) in enumerate(edges):
        inside = degree[start[1] + i] >= 0
        # F - c <= 0 on the whole edge, which leads from a point to a direction.
        leaves = not tiling.marks[1][i] & positive and (vertices[v][0] > 0) != (vertices[w][0] > 0)
        if inside or leaves:
            classes.join(v, w)
    return classes.count - 1


def transversal(homology: Homology) -> bool:
    """Tell whether, for every label of the network, F - c does not vanish on the points that have it."""
    tiling = homology.tiling
    positive, negative = level_bits(tiling)
    level = positive | negative
    finite = tiling.finite
    vanishing: set[int] = set()
    other: set[int] = set()
    for marks in tiling.marks:
        for mark in marks:
            if mark & finite:
                (other if mark & level else vanishing).add(tiling.signs.label(mark & tiling.signs.all & ~level))
    return vanishing <= other
