"""Questions put to polyhedral complexes.

============= ===============================================================
`counts`      the five counts of regions, and face numbers
`affine`      the exact affine map of every cell
`adjacency`   which cells share facets, as a graph
`depth_first` activation regions in any dimension, without a complex, by exact
              linear programs (`cases`, `decisions`, `conditions`, `walls`, `sharing`)
============= ===============================================================
"""

from exactnet.complexes.adjacency import adjacency_graph
from exactnet.complexes.affine import cell_maps
from exactnet.complexes.counts import RegionCounts, count_regions
from exactnet.complexes.depth_first import Region, RegionSearch, enumerate_regions, search_regions

__all__ = [
    "Region",
    "RegionCounts",
    "RegionSearch",
    "adjacency_graph",
    "cell_maps",
    "count_regions",
    "enumerate_regions",
    "search_regions",
]
