"""Rule ``persistence``: neural persistence of the layers and of the network."""

from __future__ import annotations

from exactnet.check.persistence import read_weights
from exactnet.check.reader import integer, obj, rational, rationals, show
from exactnet.check.subject import CurvedNetwork, Network, Subject
from exactnet.check.verdict import Rejected, require

_MOST_POWER = 64


def check_persistence(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``persistence``."""
    keys = obj(claim, ["rule", "p", "layers", "network"], "claim", "claim")
    if not isinstance(subject, Network | CurvedNetwork):
        raise Rejected("subject", "the rule wants a network")
    p = integer(keys["p"], "claim", "p", 1)
    require(p <= _MOST_POWER, "claim", f"p is more than {_MOST_POWER}")
    stated = rationals(keys["layers"], "claim", "layers")
    whole = None if keys["network"] is None else rational(keys["network"], "claim", "network")
    weights = read_weights(subject.layers, "subject", p)
    count = len(weights.layers)
    require(len(stated) == count, "claim", f"layers must have {count} entries, one for each dense layer")
    require((whole is not None) == weights.chain, "claim", "network must be null exactly if the layers form no chain")
    if evidence is None:
        return
    obj(evidence, [], "evidence", "evidence")
    for k, value in enumerate(stated, 1):
        found = weights.persistence(weights.graph(k), p)
        require(found == value, "persistence", f"dense layer {k}: claimed {show(value)}, found {show(found)}")
    if whole is not None:
        found = weights.persistence(weights.whole(), p)
        require(found == whole, "persistence", f"the network: claimed {show(whole)}, found {show(found)}")
