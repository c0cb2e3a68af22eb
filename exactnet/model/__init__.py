"""What a network is: frozen layers, exact evaluation, canonical form.

============= ====================================================
`layer`       the interface every layer keeps
`affine`      `Dense`
`pointwise`   `Relu`, `LeakyRelu`, `Abs`, `HardTanh`, `Clip`
`maxout`      `Maxout`
`residual`    `Residual`
`reader`      layers from JSON
`network`     `Network`
============= ====================================================
"""

from exactnet.model.affine import Dense
from exactnet.model.layer import Block, ElementaryLayer, Layer, Step
from exactnet.model.maxout import Maxout
from exactnet.model.network import Network
from exactnet.model.pointwise import Abs, Clip, HardTanh, LeakyRelu, Pointwise, Relu
from exactnet.model.residual import Residual

__all__ = [
    "Abs",
    "Block",
    "Clip",
    "Dense",
    "ElementaryLayer",
    "HardTanh",
    "Layer",
    "LeakyRelu",
    "Maxout",
    "Network",
    "Pointwise",
    "Relu",
    "Residual",
    "Step",
]
