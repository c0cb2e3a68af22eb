"""Rule ``stability``: a decision region that small changes of the weights leave as it is."""

from __future__ import annotations

from exactnet.check.areas import read_area
from exactnet.check.homology.decision import Region, read_cells
from exactnet.check.layers import Dense, Relu
from exactnet.check.reader import boolean, obj, rational
from exactnet.check.rules.betti import read_output
from exactnet.check.stability import check_radius, is_transversal
from exactnet.check.subject import Network, Subject
from exactnet.check.verdict import Rejected, require


def check_stability(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``stability``."""
    keys = obj(claim, ["rule", "domain", "output", "level", "premises", "radius"], "claim", "claim")
    if not isinstance(subject, Network) or not all(isinstance(layer, Dense | Relu) for layer in subject.layers):
        raise Rejected("claim", "the rule wants a chain of dense and relu layers")
    area = read_area(keys["domain"], subject.inputs)
    require(not area.everything, "claim", "the domain must be bounded")
    region = Region(read_output(keys["output"], subject.outputs), "le", rational(keys["level"], "claim", "level"))
    premises = boolean(keys["premises"], "claim", "premises")
    radius = None if keys["radius"] is None else rational(keys["radius"], "claim", "radius")
    require(radius is None or radius > 0, "claim", "radius must be null or more than 0")
    require(premises or radius is None, "claim", "without the premises there is no radius")
    if evidence is None:
        return
    cells = obj(evidence, ["vertices", "faces"], "evidence", "evidence")
    tiling = read_cells(subject, area, region, cells["vertices"], cells["faces"])
    found = is_transversal(tiling, area)
    require(found == premises, "premises", f"the premises {'hold' if found else 'do not hold'}")
    if radius is not None:
        check_radius(tiling, area, subject, region, radius)
