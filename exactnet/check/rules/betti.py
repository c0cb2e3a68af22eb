"""Rule ``betti``: the homology of a decision region."""

from __future__ import annotations

from dataclasses import dataclass
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
    region = read_region(keys, subject.outputs)
    groups = read_claimed(keys, area.dimension)
    if evidence is not None:
        found = read_homology(subject, area, region, evidence)
        groups.compare(found.betti, found.torsion)
    groups.check_euler()


@dataclass(frozen=True, slots=True)
class Groups:
    """Homology groups as claimed: their ranks, the orders of their finite summands, the alternating sum of the ranks."""

    betti: list[int]
    torsion: list[list[int]]
    euler: int

    def compare(self, betti: list[int], torsion: list[list[int]]) -> None:
        """Compare the claim with what was found."""
        for k, (stated, rank) in enumerate(zip(self.betti, betti, strict=True)):
            require(stated == rank, "betti", f"claimed beta_{k} = {show(stated)}, found {show(rank)}")
        for k, (stated_orders, orders) in enumerate(zip(self.torsion, torsion, strict=True)):
            require(stated_orders == orders, "torsion", f"claimed other torsion in degree {k} than was found")

    def check_euler(self) -> None:
        """Check the alternating sum."""
        found = sum(self.betti[::2]) - sum(self.betti[1::2])
        require(self.euler == found, "euler", f"claimed {show(self.euler)}, the alternating sum is {show(found)}")


def read_claimed(keys: dict[str, object], dimension: int) -> Groups:
    """Parse what is claimed of the groups in degrees below the dimension."""
    betti = integers(keys["betti"], "claim", "betti", 0)
    torsion = [integers(t, "claim", "torsion", 2) for t in array(keys["torsion"], "claim", "torsion")]
    for name, numbers in (("betti", len(betti)), ("torsion", len(torsion))):
        require(numbers == dimension, "claim", f"{name} must have {dimension} entries")
    chain = all(b % a == 0 for orders in torsion for a, b in pairwise(orders))
    require(chain, "claim", "of the torsion in one degree, each number must divide the next")
    return Groups(betti, torsion, integer(keys["euler"], "claim", "euler"))


def read_region(keys: dict[str, object], outputs: int) -> Region:
    """Parse output, set and level."""
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
