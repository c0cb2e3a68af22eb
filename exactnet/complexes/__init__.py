"""Questions put to polyhedral complexes, and to networks that are too high for one.

============== ==============================================================
`counts`       the five counts of regions, and face numbers
`affine`       the exact affine map of every cell
`ranks`        ranks of Jacobian matrices, layer by layer
`adjacency`    which cells share facets, as a graph
`simplices`    triangulated cells and their volumes
`criteria`     sizes of regions, slope changes, what units cut
`certificates` certificates of region counts
`depth_first`  activation regions in any dimension, without a complex, by
               exact linear programs
============== ==============================================================
"""

from exactnet.complexes.adjacency import adjacency_graph
from exactnet.complexes.affine import cell_maps, constant_cells, map_names
from exactnet.complexes.certificates import cell_evidence, region_certificate
from exactnet.complexes.counts import RegionCounts, activation_regions, count_regions
from exactnet.complexes.criteria import Criteria, LayerCriteria, SlopeChange, Spread, region_criteria
from exactnet.complexes.depth_first import Region, RegionSearch, enumerate_regions, search_regions
from exactnet.complexes.ranks import JacobianRanks, jacobian_ranks
from exactnet.complexes.simplices import MAX_SIMPLICES, Simplices

__all__ = [
    "MAX_SIMPLICES",
    "Criteria",
    "JacobianRanks",
    "LayerCriteria",
    "Region",
    "RegionCounts",
    "RegionSearch",
    "Simplices",
    "SlopeChange",
    "Spread",
    "activation_regions",
    "adjacency_graph",
    "cell_evidence",
    "cell_maps",
    "constant_cells",
    "count_regions",
    "enumerate_regions",
    "jacobian_ranks",
    "map_names",
    "region_certificate",
    "region_criteria",
    "search_regions",
]
