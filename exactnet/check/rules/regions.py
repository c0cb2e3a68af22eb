"""Rule ``regions``: regions of a network with any number of inputs."""

from __future__ import annotations

from collections.abc import Iterable

from exactnet.check.areas import Area, read_area
from exactnet.check.counts import Count, count_cells
from exactnet.check.reader import integer, integers, obj, show
from exactnet.check.subject import Network, Subject
from exactnet.check.tiling import read_tiling
from exactnet.check.tree import read_tree
from exactnet.check.verdict import Rejected, require

_OF_CELLS = ("activation_regions", "affine_maps")
_QUANTITIES = (*_OF_CELLS, "activation_patterns", "linear_regions", "linear_regions_contact", "faces")


def check_regions(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``regions``."""
    keys = obj(claim, ["rule", "domain", "quantities"], "claim", "claim")
    if not isinstance(subject, Network):
        raise Rejected("subject", "the rule wants a piecewise-linear network")
    area = read_area(keys["domain"], subject.inputs)
    claimed = _read_quantities(keys["quantities"], area.dimension)
    if evidence is None:
        return
    found = count_regions(subject, area, evidence, claimed)
    for name, stated in claimed.items():
        require(found[name] == stated, name, f"claimed {_show(stated)}, found {_show(found[name])}")


def _read_quantities(value: object, dimension: int) -> dict[str, Count]:
    quantities = obj(value, [], "claim", "quantities", optional=_QUANTITIES)
    require(len(quantities) > 0, "claim", "quantities is empty")
    claimed: dict[str, Count] = {}
    for name, stated in quantities.items():
        if name == "faces":
            counts = integers(stated, "claim", name)
            require(len(counts) == dimension + 1, "claim", f"faces must have {dimension + 1} numbers")
            claimed[name] = counts
        else:
            claimed[name] = integer(stated, "claim", name)
    return claimed


def count_regions(network: Network, area: Area, evidence: dict[str, object], names: Iterable[str]) -> dict[str, Count]:
    """Check the evidence and count the named quantities (perhaps others as well)."""
    if "tree" not in evidence:
        keys = obj(evidence, ["vertices", "faces"], "evidence", "evidence")
        flat = not set(_OF_CELLS).issuperset(names)
        return count_cells(read_tiling(network, area, keys["vertices"], keys["faces"], flat=flat), names)
    tree = obj(evidence, ["tree"], "evidence", "evidence")["tree"]
    for name in names:
        require(name in _OF_CELLS, "evidence", f"a tree does not prove {name}")
    leaves = read_tree(network, area, tree)
    return {"activation_regions": len(leaves.patterns), "affine_maps": len(leaves.maps)}


def _show(value: Count) -> str:
    return f"[{', '.join(map(show, value))}]" if isinstance(value, list) else show(value)
