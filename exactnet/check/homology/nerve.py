"""The nerve of the pieces of an image, up to some dimension."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import comb

from exactnet.check.homology.decision import Members
from exactnet.check.homology.pieces import Pieces, least
from exactnet.check.linear import rank
from exactnet.check.reader import array, integers
from exactnet.check.verdict import Rejected, require

Simplex = tuple[int, ...]

_MOST_WORK = 5_000_000


def read_nerve(pieces: Pieces, width: int, apart: object) -> Members:
    """Find the simplices, and check that there are no others; give them as a chain complex.

    Parameters
    ----------
    pieces : Pieces
        The pieces.
    width : int
        n_l, the dimension of the space in which they lie.
    apart : object
        The evidence that pieces have no point in common.
    """
    largest = max((rank(list(corners)) - 1 for corners in pieces.corners), default=-1)
    top = min(largest + 1, width)
    simplices = _simplices(pieces, top)
    separate = _read_apart(pieces, width, top, apart)
    _check_pairs(pieces, width, simplices[1] if top else set(), separate)
    for k in range(2, top + 1):
        for candidate in _candidates(simplices[k - 1]):
            known = candidate in simplices[k] or candidate in separate
            require(known, "nerve", f"it is not said whether the pieces {list(candidate)} have a point in common")
    return _chain_complex(simplices)


def _simplices(pieces: Pieces, top: int) -> list[set[Simplex]]:
    """Give the simplices by dimension."""
    found: list[set[Simplex]] = [set() for _ in range(top + 1)]
    known = {tuple(sorted(meeting)) for meeting in pieces.meeting.values()}
    work = sum(comb(len(meeting), size) for meeting in known for size in range(1, top + 2))
    require(work <= _MOST_WORK, "nerve", "there are too many simplices")
    for meeting in known:
        for k, level in enumerate(found):
            level.update(combinations(meeting, k + 1))
    pairs = 0
    for level in found[1:top]:
        heads: dict[Simplex, int] = {}
        for simplex in level:
            heads[simplex[:-1]] = heads.get(simplex[:-1], 0) + 1
        pairs += sum(n * (n - 1) // 2 for n in heads.values())
    require(pairs <= _MOST_WORK, "nerve", "there are too many pairs of simplices")
    return found


def _read_apart(pieces: Pieces, width: int, top: int, apart: object) -> set[Simplex]:
    found: set[Simplex] = set()
    for item in array(apart, "apart", "apart"):
        entry = array(item, "apart", "an entry")
        if len(entry) != 2:
            raise Rejected("apart", "an entry must be a list of pieces and a list of forms")
        chosen = integers(entry[0], "apart", "a piece", 0)
        forms = [integers(form, "apart", "a form") for form in array(entry[1], "apart", "the forms")]
        s = len(chosen)
        require(2 <= s <= top + 1, "apart", f"there must be 2 to {top + 1} pieces")
        require(chosen == sorted(set(chosen)), "apart", "the pieces must increase")
        require(chosen[-1] < len(pieces.corners), "apart", f"there is no piece {chosen[-1]}")
        fits = len(forms) == s - 1 and all(len(form) == width for form in forms)
        require(fits, "apart", f"there must be {s - 1} forms of {width} numbers")
        forms.append([-sum(column) for column in zip(*forms, strict=True)])
        total = sum((least(form, pieces.corners[c]) for form, c in zip(forms, chosen, strict=True)), Fraction(0))
        require(total > 0, "apart", f"the forms do not show that the pieces {chosen} are apart")
        found.add(tuple(chosen))
    return found


def _check_pairs(pieces: Pieces, width: int, edges: set[Simplex], separate: set[Simplex]) -> None:
    """Check that of every two pieces it is known whether they have a point in common."""
    count = len(pieces.corners)
    everything = (1 << count) - 1
    # Bit j of known[i]: pieces i and j, i < j, are an edge or apart.
    known = [(2 << i) - 1 for i in range(count)]
    for pair in (*edges, *separate):
        if len(pair) == 2:
            known[pair[0]] |= 1 << pair[1]
    for axis in range(1, width + 1):
        sides = [[Fraction(place[axis], place[0]) for place in corners] for corners in pieces.corners]
        lows, highs = list(map(min, sides)), list(map(max, sides))
        for after in (_before(highs, lows), _before([-x for x in lows], [-x for x in highs])):
            known = [a | b for a, b in zip(known, after, strict=True)]
    for i, bits in enumerate(known):
        missing = everything & ~bits
        if missing:
            j = (missing & -missing).bit_length() - 1
            raise Rejected("nerve", f"it is not said whether the pieces {i} and {j} have a point in common")


def _before(first: list[Fraction], second: list[Fraction]) -> list[int]:
    """Give, for every i, the j with first[i] < second[j], as bits.

    >>> [bin(bits) for bits in _before([Fraction(1), Fraction(0)], [Fraction(1), Fraction(2)])]
    ['0b10', '0b11']
    """
    order = sorted(range(len(second)), key=lambda j: second[j], reverse=True)
    found, bits, place = [0] * len(first), 0, 0
    for i in sorted(range(len(first)), key=lambda i: first[i], reverse=True):
        while place < len(order) and second[order[place]] > first[i]:
            bits |= 1 << order[place]
            place += 1
        found[i] = bits
    return found


def _candidates(faces: set[Simplex]) -> Iterator[Simplex]:
    """Give all sets all of whose facets are among the faces."""
    by_head: dict[Simplex, list[int]] = {}
    for face in faces:
        by_head.setdefault(face[:-1], []).append(face[-1])
    for head, lasts in by_head.items():
        for pair in combinations(sorted(lasts), 2):
            candidate = (*head, *pair)
            if all(candidate[:i] + candidate[i + 1 :] in faces for i in range(len(head))):
                yield candidate


def _chain_complex(simplices: list[set[Simplex]]) -> Members:
    start, degree = [0], list[int]()
    numbers: dict[Simplex, int] = {}
    boundary: list[list[tuple[int, int]]] = []
    for k, level in enumerate(simplices):
        ordered = sorted(level)
        for simplex in ordered:
            numbers[simplex] = len(degree)
            degree.append(k)
            facets = ((-1) ** i for i in range(k + 1)) if k else ()
            boundary.append([(numbers[simplex[:i] + simplex[i + 1 :]], sign) for i, sign in enumerate(facets)])
        start.append(len(degree))
    return Members(start, degree, boundary)
