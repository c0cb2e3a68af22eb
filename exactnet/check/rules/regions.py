"""Rule ``regions``: regions of a network with any number of inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from exactnet.check.areas import Area, read_area
from exactnet.check.counts import count_cells
from exactnet.check.ranks import distribution, jacobian_ranks, largest_increase
from exactnet.check.reader import array, integer, integers, obj, rationals, show
from exactnet.check.sizes import layer_regions, slope_changes, unit_cuts, volumes
from exactnet.check.subject import Network, Subject
from exactnet.check.tiling import Tiling, check_marks, read_tiling
from exactnet.check.tree import read_tree
from exactnet.check.verdict import Rejected, require

_OF_CELLS = ("activation_regions", "affine_maps")
# What the signs of cells alone decide: then the dimension of lower faces need not be checked.
_OF_SIGNS = {*_OF_CELLS, "jacobian_ranks", "rank_increase", "layer_regions", "unit_cuts"}
# How each quantity is written.
_READERS: dict[str, Callable[[object, str], object]] = {
    **dict.fromkeys(
        (*_OF_CELLS, "activation_patterns", "linear_regions", "linear_regions_contact"),
        lambda value, name: integer(value, "claim", name),
    ),
    **dict.fromkeys(("faces", "layer_regions"), lambda value, name: integers(value, "claim", name)),
    **dict.fromkeys(("volumes", "slope_changes"), lambda value, name: rationals(value, "claim", name)),
    "unit_cuts": lambda value, name: [integers(item, "claim", name) for item in array(value, "claim", name)],
    "jacobian_ranks": lambda value, name: [_read_pairs(item, name) for item in array(value, "claim", name)],
}
# What is measured on the cells, and not counted: how to find it.
_MEASURES: dict[str, Callable[[Network, Tiling], object]] = {
    "jacobian_ranks": lambda network, tiling: distribution(jacobian_ranks(network, tiling)),
    "rank_increase": lambda network, tiling: largest_increase(jacobian_ranks(network, tiling)),
    "layer_regions": layer_regions,
    "unit_cuts": unit_cuts,
    "volumes": lambda network, tiling: volumes(tiling),
    "slope_changes": lambda network, tiling: slope_changes(tiling),
}


def check_regions(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``regions``."""
    keys = obj(claim, ["rule", "domain", "quantities"], "claim", "claim")
    if not isinstance(subject, Network):
        raise Rejected("subject", "the rule wants a piecewise-linear network")
    area = read_area(keys["domain"], subject.inputs)
    quantities = obj(keys["quantities"], [], "claim", "quantities", optional=_READERS)
    require(len(quantities) > 0, "claim", "quantities is empty")
    claimed = {name: _READERS[name](stated, name) for name, stated in quantities.items()}
    gates = len(subject.gates())
    lengths = {"faces": area.dimension + 1, "layer_regions": gates, "unit_cuts": gates}
    for name, length in {**lengths, "jacobian_ranks": len(subject.layers)}.items():
        stated = claimed.get(name)
        fits = not isinstance(stated, list) or len(stated) == length
        require(fits, "claim", f"{name} must have {length} entries")
    require("volumes" not in claimed or not area.everything, "claim", "volumes want a bounded domain")
    if evidence is None:
        return
    found = count_regions(subject, area, evidence, claimed)
    for name, stated in claimed.items():
        require(found[name] == stated, name, f"claimed {_show(stated)}, found {_show(found[name])}")


def _read_pairs(value: object, name: str) -> list[list[int]]:
    pairs = [integers(pair, "claim", name, 0) for pair in array(value, "claim", name)]
    require(all(len(pair) == 2 for pair in pairs), "claim", f"{name} must consist of pairs [rank, count]")
    return pairs


def count_regions(network: Network, area: Area, evidence: dict[str, object], names: Iterable[str]) -> dict[str, object]:
    """Check the evidence and find the named quantities (perhaps others as well)."""
    wanted = set(names)
    if "tree" not in evidence:
        keys = obj(evidence, ["vertices", "faces"], "evidence", "evidence")
        tiling = read_tiling(network, area, keys["vertices"], keys["faces"], flat=not wanted <= _OF_SIGNS)
        if "volumes" in wanted:
            check_marks(tiling)
        measured = {name: measure(network, tiling) for name, measure in _MEASURES.items() if name in wanted}
        return {**count_cells(tiling, wanted), **measured}
    tree = obj(evidence, ["tree"], "evidence", "evidence")["tree"]
    for name in names:
        require(name in _OF_CELLS, "evidence", f"a tree does not prove {name}")
    leaves = read_tree(network, area, tree)
    return {"activation_regions": len(leaves.patterns), "affine_maps": len(leaves.maps)}


def _show(value: object) -> str:
    return f"[{', '.join(map(_show, value))}]" if isinstance(value, list) else show(value)
