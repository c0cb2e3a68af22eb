"""Decision regions after every layer: the homology of their images.

======== ==============================================================
`cells`  the largest cells of a region
`hulls`  whether convex hulls have a common point, with proof
`cover`  the image as a union of convex pieces
`nerve`  which pieces have a point in common
`layers` the answer, `LayerImages`
======== ==============================================================
"""

from exactnet.topology.images.layers import ImageHomology, LayerImages, image_homology

__all__ = ["ImageHomology", "LayerImages", "image_homology"]
