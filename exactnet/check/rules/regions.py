"""Rule ``regions``: regions of a network with any number of inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from exactnet.check.areas import Area, read_area
from exactnet.check.counts import Count, count_cells
from exactnet.check.ranks import Distribution, Ranks, distribution, jacobian_ranks, largest_increase
from exactnet.check.reader import array, integer, integers, obj, show
from exactnet.check.subject import Network, Subject
from exactnet.check.tiling import read_tiling
from exactnet.check.tree import read_tree
from exactnet.check.verdict import Rejected, require

Quantity = Count | Distribution

_OF_CELLS = ("activation_regions", "affine_maps")
_QUANTITIES = (
    *(*_OF_CELLS, "activation_patterns", "linear_regions", "linear_regions_contact", "faces"),
    "jacobian_ranks",
)
# What the signs of cells alone decide: then the dimension of lower faces need not be checked.
_RANKS: dict[str, Callable[[Ranks], Quantity]] = {"jacobian_ranks": distribution, "rank_increase": largest_increase}
_FLAT = {*_OF_CELLS, *_RANKS}


def check_regions(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``regions``."""
    keys = obj(claim, ["rule", "domain", "quantities"], "claim", "claim")
    if not isinstance(subject, Network):
        raise Rejected("subject", "the rule wants a piecewise-linear network")
    area = read_area(keys["domain"], subject.inputs)
    claimed = _read_quantities(keys["quantities"], area.dimension, len(subject.layers))
    if evidence is None:
        return
    found = count_regions(subject, area, evidence, claimed)
    for name, stated in claimed.items():
        require(found[name] == stated, name, f"claimed {_show(stated)}, found {_show(found[name])}")


def _read_quantities(value: object, dimension: int, layers: int) -> dict[str, Quantity]:
    quantities = obj(value, [], "claim", "quantities", optional=_QUANTITIES)
    require(len(quantities) > 0, "claim", "quantities is empty")
    claimed: dict[str, Quantity] = {}
    for name, stated in quantities.items():
        if name == "faces":
            counts = integers(stated, "claim", name)
            require(len(counts) == dimension + 1, "claim", f"faces must have {dimension + 1} numbers")
            claimed[name] = counts
        elif name == "jacobian_ranks":
            claimed[name] = _read_distribution(stated, layers)
        else:
            claimed[name] = integer(stated, "claim", name)
    return claimed


def _read_distribution(value: object, layers: int) -> Distribution:
    found = [
        [integers(pair, "claim", "jacobian_ranks", 0) for pair in array(layer, "claim", "jacobian_ranks")]
        for layer in array(value, "claim", "jacobian_ranks")
    ]
    require(len(found) == layers, "claim", f"jacobian_ranks must have {layers} lists")
    pairs = all(len(pair) == 2 for layer in found for pair in layer)
    require(pairs, "claim", "jacobian_ranks must consist of pairs [rank, count]")
    return found


def count_regions(
    network: Network, area: Area, evidence: dict[str, object], names: Iterable[str]
) -> dict[str, Quantity]:
    """Check the evidence and count the named quantities (perhaps others as well)."""
    if "tree" not in evidence:
        keys = obj(evidence, ["vertices", "faces"], "evidence", "evidence")
        tiling = read_tiling(network, area, keys["vertices"], keys["faces"], flat=not _FLAT.issuperset(names))
        found: dict[str, Quantity] = {**count_cells(tiling, names)}
        for name in _RANKS.keys() & names:
            found[name] = _RANKS[name](jacobian_ranks(network, tiling))
        return found
    tree = obj(evidence, ["tree"], "evidence", "evidence")["tree"]
    for name in names:
        require(name in _OF_CELLS, "evidence", f"a tree does not prove {name}")
    leaves = read_tree(network, area, tree)
    return {"activation_regions": len(leaves.patterns), "affine_maps": len(leaves.maps)}


def _show(value: object) -> str:
    return f"[{', '.join(map(_show, value))}]" if isinstance(value, list) else show(value)
