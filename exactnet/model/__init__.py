"""What a network is: frozen layers, exact evaluation, canonical form.

============== ==============================================================================
`layer`        the interface every layer keeps
`affine`       `Dense`
`pointwise`    `Relu`, `LeakyRelu`, `Abs`, `HardTanh`, `Clip`
`maxout`       `Maxout`
`piecewise`    `Piecewise`: polynomial and rational activations
`product`      `Product`
`residual`     `Residual`
`evaluation`   piecewise-linear layers on many points at once
`network`      `Network`
`layer_places` where layers stand, counted from 1
`reader`       networks from JSON; `semialgebraic_reader`: curved layers; `fields`: what readers share
============== ==============================================================================
"""

from exactnet.model.affine import Dense
from exactnet.model.layer import Block, ElementaryLayer, ElementaryStep, GateLayer, Layer, SemiAlgebraicLayer, Step
from exactnet.model.layer_places import LayerPlace, layer_places
from exactnet.model.maxout import Maxout
from exactnet.model.network import Network
from exactnet.model.piecewise import Piecewise
from exactnet.model.pointwise import Abs, Clip, HardTanh, LeakyRelu, Pointwise, Relu
from exactnet.model.product import Product
from exactnet.model.residual import Residual

__all__ = [
    "Abs",
    "Block",
    "Clip",
    "Dense",
    "ElementaryLayer",
    "ElementaryStep",
    "GateLayer",
    "HardTanh",
    "Layer",
    "LayerPlace",
    "LeakyRelu",
    "Maxout",
    "Network",
    "Piecewise",
    "Pointwise",
    "Product",
    "Relu",
    "Residual",
    "SemiAlgebraicLayer",
    "Step",
    "layer_places",
]
