"""Questions put to polyhedral complexes.

============== ==============================================================
`counts`       the five counts of regions, and face numbers
`affine`       the exact affine map of every cell
`adjacency`    which cells share facets, as a graph
`certificates` the evidence that cells tile the domain
============== ==============================================================
"""

from exactnet.complexes.adjacency import adjacency_graph
from exactnet.complexes.affine import cell_maps, constant_cells, map_names
from exactnet.complexes.certificates import cell_evidence
from exactnet.complexes.counts import RegionCounts, activation_regions, count_regions

__all__ = [
    "RegionCounts",
    "activation_regions",
    "adjacency_graph",
    "cell_evidence",
    "cell_maps",
    "constant_cells",
    "count_regions",
    "map_names",
]
