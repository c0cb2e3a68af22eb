"""Questions put to polyhedral complexes.

============ ================================================================
`counts`     the five counts of regions, and face numbers
`affine`     the exact affine map of every cell
`adjacency`  which cells share facets, as a graph
============ ================================================================
"""

from exactnet.complexes.adjacency import adjacency_graph
from exactnet.complexes.affine import cell_maps, constant_cells, map_names
from exactnet.complexes.counts import RegionCounts, count_regions

__all__ = ["RegionCounts", "adjacency_graph", "cell_maps", "constant_cells", "count_regions", "map_names"]
