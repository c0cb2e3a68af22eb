"""Rule ``betti``: the homology of a decision region."""

from __future__ import annotations

from itertools import pairwise

from exactnet.check.areas import read_area
from exactnet.check.homology.decision import CLOSED, OPEN, Region
from exactnet.check.homology.groups import read_homology
from exactnet.check.reader import array, integer, integers, obj, rational, show, string
from exactnet.check.subject import Network, Subject
from exactnet.check.verdict import Rejected, require

_CLAIM = ["rule", "domain", "output", "set", "level", "betti", "torsion", "euler"]


def check_betti(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``betti``."""
    keys = obj(claim, _CLAIM, "claim", "claim")
    if not isinstance(subject, Network):
        raise Rejected("subject", "the rule wants a network")
    area = read_area(keys["domain"], subject.inputs)
    region = _read_region(keys, subject.outputs)
    betti = integers(keys["betti"], "claim", "betti", 0)
    torsion = [integers(t, "claim", "torsion", 2) for t in array(keys["torsion"], "claim", "torsion")]
    euler = integer(keys["euler"], "claim", "euler")
    for name, numbers in (("betti", len(betti)), ("torsion", len(torsion))):
        require(numbers == area.dimension, "claim", f"{name} must have {area.dimension} entries")
    chain = all(b % a == 0 for orders in torsion for a, b in pairwise(orders))
    require(chain, "claim", "of the torsion in one degree, each number must divide the next")
    if evidence is not None:
        found = read_homology(subject, area, region, evidence)
        for k, (stated, rank) in enumerate(zip(betti, found.betti, strict=True)):
            require(stated == rank, "betti", f"claimed beta_{k} = {show(stated)}, found {show(rank)}")
        for k, (stated_orders, orders) in enumerate(zip(torsion, found.torsion, strict=True)):
            require(stated_orders == orders, "torsion", f"claimed other torsion in degree {k} than was found")
    alternating = sum(betti[::2]) - sum(betti[1::2])
    require(euler == alternating, "euler", f"claimed {show(euler)}, the alternating sum is {show(alternating)}")


def _read_region(keys: dict[str, object], outputs: int) -> Region:
    output = read_output(keys["output"], outputs)
    kind = string(keys["set"], "claim", "set")
    require(kind in (*CLOSED, *OPEN), "claim", "set must be 'le', 'lt', 'ge', 'gt' or 'eq'")
    return Region(output, kind, rational(keys["level"], "claim", "level"))


def read_output(value: object, outputs: int) -> list[int]:
    """Read which output is meant, or which two are subtracted."""
    output = integers(value, "claim", "output", 0)
    fits = len(output) in (1, 2) and len(set(output)) == len(output) and max(output) < outputs
    require(fits, "claim", "output must be a list of one or two different outputs of the network")
    return output
