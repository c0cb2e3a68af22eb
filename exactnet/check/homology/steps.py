"""Steps that add members one by one or in pairs, and the matrices that are left of the boundaries."""

from __future__ import annotations

from exactnet.check.homology.decision import Members
from exactnet.check.reader import array, show
from exactnet.check.verdict import Rejected, require

# A sum of critical members of one degree, by their numbers, or a column of a matrix; no coefficient is 0.
Sum = dict[int, int]


def reduce(members: Members, steps: object, *, closed: bool) -> tuple[list[int], list[list[Sum]]]:
    """Check the steps, and compute the boundaries of the critical members.

    Parameters
    ----------
    members : Members
        The members.
    steps : object
        The part of the evidence.
    closed : bool
        Whether the degree is the dimension.

    Returns
    -------
    counts : list of int
        c_0, .., c_d.
    columns : list of list of dict
        At n = 1, .., d the columns of B_n; nothing at 0.

    Raises
    ------
    Rejected
        Step ``steps``.
    """
    degree, boundary = members.degree, members.boundary
    top = len(members.start) - 2
    columns: list[list[Sum]] = [[] for _ in range(top + 1)]
    counts = [0] * (top + 1)
    # r of the members that have been added.
    reduced: dict[int, Sum] = {}
    for number, step in enumerate(array(steps, "steps", "steps")):
        name = f"step {number}"
        a, b = _read_step(step, members, closed, name)
        for member in (a,) if b is None else (a, b):
            require(degree[member] >= 0, "steps", f"{name} adds a face that is no member")
            require(member not in reduced, "steps", f"{name} adds a member again")
        early = all(other in reduced for other, _ in boundary[a])
        require(early, "steps", f"{name} adds a member before its boundary")
        if b is None:
            n = degree[a]
            if n:
                columns[n].append(_sum(boundary[a], reduced))
            reduced[a] = {counts[n]: 1}
            counts[n] += 1
        else:
            others = [(other, sign) for other, sign in boundary[b] if other != a]
            early = all(other in reduced for other, _ in others)
            require(early, "steps", f"{name} adds a member before its boundary")
            sign = next(sign for other, sign in boundary[b] if other == a)
            reduced[a] = _sum([(other, -sign * s) for other, s in others], reduced)
            reduced[b] = {}
    missing = sum(n >= 0 for n in degree) - len(reduced)
    require(missing == 0, "steps", f"{missing} members are never added")
    return counts, columns


def _read_step(step: object, members: Members, closed: bool, name: str) -> tuple[int, int | None]:
    """Give the face that a step adds, or the two of a pair, the one of lower degree first."""
    if not isinstance(step, list) or set(map(type, step)) != {int} or len(step) not in (2, 3):
        raise Rejected("steps", f"{name} must be a list of two or three integers")
    start, (k, *indices) = members.start, step
    lowest = len(indices) - 1
    require(lowest <= k < len(start) - 1, "steps", f"{name}: there is no dimension {show(k)}, or none below it")
    places = []
    for dimension, index in zip((k, k - 1), indices, strict=False):
        there = 0 <= index < start[dimension + 1] - start[dimension]
        require(there, "steps", f"{name}: there is no {dimension}-face {show(index)}")
        places.append(start[dimension] + index)
    if len(places) == 1:
        return places[0], None
    a, b = places[::-1] if closed else places
    # Of faces that are no members, the boundary is empty.
    paired = any(other == a for other, _ in members.boundary[b])
    require(paired, "steps", f"{name}: the two are not a member and a facet of it that is one")
    return a, b


def _sum(terms: list[tuple[int, int]], reduced: dict[int, Sum]) -> Sum:
    total: Sum = {}
    for other, sign in terms:
        add(total, reduced[other], sign)
    return total


def add(total: Sum, other: Sum, factor: int) -> None:
    """Add a multiple of another sum.

    >>> total = {0: 1, 1: 2}
    >>> add(total, {1: -1, 2: 1}, 2)
    >>> total
    {0: 1, 2: 2}
    """
    for key, value in other.items():
        new = total.get(key, 0) + factor * value
        if new:
            total[key] = new
        else:
            del total[key]
