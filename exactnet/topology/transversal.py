"""Whether a level is transversal."""

from __future__ import annotations

import numpy as np

from exactnet.exact.names import row_names
from exactnet.topology.betti import BettiNumbers

__all__ = ["is_transversal"]


def is_transversal(found: BettiNumbers) -> bool:
    """Whether F = c on no whole face of the network's own complex (a vertex is one).

    A face of that complex is the set of the points with one label; the faces at hand are pieces of those, on each of which F - c
    has one sign.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.model import Abs, Network
    >>> from exactnet.topology.betti import betti_numbers
    >>> V = Network.of(1, [Abs()])
    >>> [is_transversal(betti_numbers(V, Box.parse("all", 1), level=c)) for c in (-1, 0, 1)]
    [True, False, True]
    """
    complex_ = found.complex
    labels, zeros = [], []
    for (above, below), finite in zip(complex_.labels, complex_.finite, strict=True):
        bits = [np.unpackbits(side[finite], axis=1, count=complex_.label_count) for side in (above, below)]
        zeros.append((bits[0][:, -1] == 0) & (bits[1][:, -1] == 0))
        labels.append(np.concatenate([np.packbits(side[:, :-1], axis=1) for side in bits], axis=1))
    names, first = row_names(np.concatenate(labels))
    crossed = np.zeros(int(names.max(initial=-1)) + 1, dtype=bool)
    crossed[names[~np.concatenate(zeros)]] = True
    return bool(crossed[names[first]].all())
