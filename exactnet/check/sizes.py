"""Layer by layer, unit by unit: how many regions, how large, how bent."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from exactnet.check.counts import Classes, affine_maps, number
from exactnet.check.layers import Maxout
from exactnet.check.simplices import simplices, total, volume
from exactnet.check.subject import Network
from exactnet.check.tiling import Tiling


def layer_regions(network: Network, tiling: Tiling) -> list[int]:
    """Count the patterns of the first layers."""
    patterns = _patterns(tiling)
    before, counts = 0, list[int]()
    for bits in _layer_bits(network, tiling):
        before |= sum(bits)
        counts.append(len({pattern & before for pattern in patterns}))
    return counts


def unit_cuts(network: Network, tiling: Tiling) -> list[list[int]]:
    """Count, for each bit of each layer, the patterns of the layers before with which it is on and off."""
    patterns = _patterns(tiling)
    before, found = 0, list[list[int]]()
    for bits in _layer_bits(network, tiling):
        on: dict[int, int] = {}
        off: dict[int, int] = {}
        for pattern in patterns:
            place = pattern & before
            on[place] = on.get(place, 0) | pattern
            off[place] = off.get(place, 0) | ~pattern
        found.append([sum(bool(on[place] & off[place] & bit) for place in on) for bit in bits])
        before |= sum(bits)
    return found


def volumes(tiling: Tiling) -> list[Fraction]:
    """List the volumes of the linear regions, in increasing order."""
    rows = tiling.complex.vertices
    regions = _regions(tiling, affine_maps(tiling))
    shares: dict[int, list[Fraction]] = {}
    for cell, simplex in simplices(tiling):
        shares.setdefault(regions[cell], []).append(volume([rows[v] for v in simplex]))
    return sorted(map(total, shares.values()))


def slope_changes(tiling: Tiling) -> list[Fraction]:
    """List the squared changes of slope between neighbouring linear regions, in increasing order."""
    maps = affine_maps(tiling)
    regions = _regions(tiling, maps)
    neighbours: dict[tuple[int, int], Fraction] = {}
    for cells in tiling.beside:
        if len(cells) < 2:
            continue
        a, b = sorted((regions[cells[0]], regions[cells[1]]))
        if a != b and (a, b) not in neighbours:
            (p, first), (q, second) = (maps[cell] for cell in cells)
            # The rows after the first one are the slopes.
            pairs = zip(first[1:], second[1:], strict=True)
            square = sum((x * q - y * p) ** 2 for r, s in pairs for x, y in zip(r, s, strict=True))
            neighbours[a, b] = Fraction(square, (p * q) ** 2)
    return sorted(neighbours.values())


def _patterns(tiling: Tiling) -> set[int]:
    return set(map(tiling.signs.pattern, tiling.marks[-1]))


def _layer_bits(network: Network, tiling: Tiling) -> list[list[int]]:
    """List the bits of patterns, layer by layer."""
    place, largest = tiling.signs.domain, 2 * tiling.signs.count
    found: list[list[int]] = []
    for gate, walls in zip(network.gates(), tiling.signs.walls, strict=True):
        if isinstance(gate, Maxout):
            units = sum(map(len, gate.groups))
            found.append([1 << (largest + i) for i in range(units)])
            largest += units
        else:
            found.append([1 << (place + i) for i in range(walls)])
        place += walls
    return found


def _regions(tiling: Tiling, maps: Sequence[object]) -> list[int]:
    """Number the linear regions; give that of every cell."""
    names = number(maps)
    labels = number(tiling.signs.label(mark) for mark in tiling.marks[-1])
    classes = Classes(max(labels) + 1)
    for cells in tiling.beside:
        if len(cells) == 2 and names[cells[0]] == names[cells[1]]:
            classes.join(labels[cells[0]], labels[cells[1]])
    return [classes.find(label) for label in labels]
