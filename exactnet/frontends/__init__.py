"""How networks and maps get in.

============= =========================================================
`subjects`    all files, by suffix
`json_files`  `*.net.json` and `*.map.json`; `interval_maps`: of these
`nnet`        `*.nnet`
`onnx`        `*.onnx`; `chains`: graphs as chains of layers
`safetensors` `*.safetensors`
`pytorch`     `*.pt`, `*.pth`, state dicts in memory; `pickles`: as data
`tensors`     of both: the tensors of linear layers as a network
`floats`      binary floats as the rationals that they are
`variation`   numbers in a document that are a parameter
============= =========================================================
"""

from exactnet.frontends.floats import FloatNotice
from exactnet.frontends.json_files import Subject, read_document, read_points
from exactnet.frontends.pytorch import network_from_state_dict
from exactnet.frontends.subjects import read_subject
from exactnet.frontends.variation import Variation

__all__ = [
    "FloatNotice",
    "Subject",
    "Variation",
    "network_from_state_dict",
    "read_document",
    "read_points",
    "read_subject",
]
