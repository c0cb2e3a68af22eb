"""Rule ``image_betti``: the homology of a decision region's image after some layers."""

from __future__ import annotations

from exactnet.check.areas import read_area
from exactnet.check.homology.decision import CLOSED, closed_members, read_cells
from exactnet.check.homology.groups import read_groups
from exactnet.check.homology.nerve import read_nerve
from exactnet.check.homology.pieces import Image
from exactnet.check.reader import array, integer, obj, show
from exactnet.check.rules.betti import Groups, read_claimed, read_region
from exactnet.check.subject import Network, Subject
from exactnet.check.verdict import Rejected, require

_EVIDENCE = ["pieces", "points", "inside", "apart", "steps", "smith"]


def check_image_betti(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``image_betti``."""
    keys = obj(claim, ["rule", "domain", "output", "set", "level", "layers"], "claim", "claim")
    if not isinstance(subject, Network):
        raise Rejected("subject", "the rule wants a network")
    area = read_area(keys["domain"], subject.inputs)
    require(not area.everything, "claim", "the domain must be bounded")
    region = read_region(keys, subject.outputs)
    require(region.kind in CLOSED, "claim", "set must be 'le', 'ge' or 'eq'")
    widths = [subject.inputs, *(layer.width for layer in subject.layers)]
    claimed = _read_layers(keys["layers"], widths)
    if evidence is not None:
        found = obj(evidence, ["vertices", "faces", "images"], "evidence", "evidence")
        images = array(found["images"], "evidence", "images")
        require(len(images) == len(claimed), "evidence", f"{len(images)} images for {len(claimed)} layers")
        extended = region.extend(subject)
        tiling = read_cells(subject, area, region, found["vertices"], found["faces"])
        members = closed_members(tiling, region.kind)
        for (layer, groups), item in zip(claimed, images, strict=True):
            part = obj(item, _EVIDENCE, "evidence", f"the image after layer {layer}")
            image = Image(tiling, area, extended, members, layer)
            pieces = image.read(part["pieces"], part["points"], part["inside"])
            nerve = read_nerve(pieces, widths[layer], part["apart"])
            betti, torsion = read_groups(nerve, part["steps"], part["smith"])
            rest = len(groups.betti) - len(betti)
            groups.compare(betti + [0] * rest, torsion + [[]] * rest)
    for _, groups in claimed:
        groups.check_euler()


def _read_layers(value: object, widths: list[int]) -> list[tuple[int, Groups]]:
    claimed: list[tuple[int, Groups]] = []
    for item in array(value, "claim", "layers"):
        keys = obj(item, ["layer", "betti", "torsion", "euler"], "claim", "a layer")
        layer = integer(keys["layer"], "claim", "layer", 0)
        require(layer < len(widths), "claim", f"there is no layer {show(layer)}")
        require(not claimed or claimed[-1][0] < layer, "claim", "the layers do not increase")
        claimed.append((layer, read_claimed(keys, min(widths[0] + 1, widths[layer]))))
    require(len(claimed) > 0, "claim", "layers is empty")
    return claimed
