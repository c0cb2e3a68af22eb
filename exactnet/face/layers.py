"""Networks layer by layer: what a decision region becomes, and what the weights alone say."""

from __future__ import annotations

from collections.abc import Sequence

from exactnet.compile.places import Place
from exactnet.compile.polyhedral import MAX_CELLS
from exactnet.compile.refinement import CellProgress
from exactnet.errors import InputError
from exactnet.exact.rational import QLike
from exactnet.exact.whole import wholes
from exactnet.face.subjects import SubjectLike, load, network_on, whole
from exactnet.model import Network
from exactnet.topology import Relation, chosen_output
from exactnet.topology.images import LayerImages, image_homology
from exactnet.topology.images.layers import ImageProgress
from exactnet.topology.persistence import Persistence, neural_persistence

__all__ = ["layers", "persistence"]


def layers(
    source: SubjectLike,
    domain: str | Place,
    set: str = "le",  # noqa: A002  # the word of the command
    level: QLike = 0,
    *,
    output: int | None = None,
    classes: tuple[int, int] | None = None,
    after: Sequence[int] | None = None,
    max_cells: int = MAX_CELLS,
    progress: CellProgress | None = None,
    image_progress: ImageProgress | None = None,
) -> LayerImages:
    """Betti numbers and torsion of a decision region's image after every layer, over the integers.

    Parameters
    ----------
    domain
        A box or a polytope.
    set, level, output, classes
        The region, as for `betti`; ``"le"``, ``"ge"`` or ``"eq"``.
    after
        After how many layers to look; by default 0 (the region itself), 1, .. to the last.

    Raises
    ------
    InputError
        If the set is open or unbounded, the output is not said or does not exist, or the network has more than six inputs.

    Examples
    --------
    >>> network = {"format": "exactnet-network/1", "inputs": 2, "layers": [{"type": "abs"}]}
    >>> [image.betti for image in layers(network, "box:-1,1", "ge", "1/2", output=0).layers]
    [(2, 0), (1, 0)]
    """
    network, where = network_on(source, domain, "the layers are those of a network")
    return image_homology(
        network,
        where,
        Relation.parse(set),
        level,
        chosen_output(network, output, classes),
        layers=None if after is None else wholes(after, "after"),
        max_cells=whole(max_cells, "max_cells"),
        progress=progress,
        image_progress=image_progress,
    )


def persistence(source: SubjectLike, p: int = 2) -> Persistence:
    """Neural persistence of the dense layers of a network and of the network as one graph, as exact p-th powers.

    Examples
    --------
    >>> network = {"format": "exactnet-network/1", "inputs": 2,
    ...            "layers": [{"type": "dense", "weight": [[4, 2], [1, 3]], "bias": [0, 0]}]}
    >>> persistence(network).layers[0].value
    5/16
    """
    network = load(source)
    if not isinstance(network, Network):
        raise InputError("neural persistence is that of networks; an interval map has no weights")
    return neural_persistence(network, whole(p, "p"))
