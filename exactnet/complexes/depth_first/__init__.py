"""Activation regions of networks of any input dimension: depth first, by exact linear programs.

============= ===============================================================
`enumeration` what is asked for: regions one by one, or their number
`cases`       the tree of cases: walls decided one by one on ever smaller cells
`decisions`   does a wall cut a cell: floats propose, integers decide
`conditions`  the conditions of a cell, and points strictly inside
`walls`       the walls of a layer as affine functions on a cell
`sharing`     subtrees handed to several processes
============= ===============================================================
"""

from exactnet.complexes.depth_first.enumeration import (
    MAX_REGIONS,
    Region,
    RegionProgress,
    RegionSearch,
    enumerate_regions,
    search_regions,
)

__all__ = ["MAX_REGIONS", "Region", "RegionProgress", "RegionSearch", "enumerate_regions", "search_regions"]
