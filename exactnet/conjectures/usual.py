"""Where a published bound is attacked if nothing else is said: a class in which its premises can hold, and small enough to end."""

from __future__ import annotations

from typing import Any

from exactnet.bounds import select

__all__ = ["NETWORKS", "usual"]

NETWORKS: dict[str, Any] = {"kind": "networks", "inputs": 1, "widths": [2, 2], "weights": [-1, 1], "biases": "-1:1"}
"""For most bounds."""

_ONE_LAYER = {"kind": "networks", "inputs": 1, "widths": [3], "weights": "-1:1"}
_FEW = {**_ONE_LAYER, "widths": [2]}
_PLANE = {**NETWORKS, "inputs": 2, "widths": [3]}
_GENERAL = {**_PLANE, "layers": [{"weights": "-1:1", "biases": [0, 1]}], "output_biases": ["-1/2"]}
_ARCHITECTURES = {"kind": "architectures", "inputs": [1, 2], "depths": [1, 2], "widths": [2, 3, 4, 6]}
_MAPS = {"kind": "maps", "x": [0, 1, 2, 3, 4], "y": [0, 1, 2, 3, 4]}
_SHELLS = {
    "kind": "constructions",
    "name": "shells",
    "inputs": [2, 3],
    "widths": [[6], [8], [12]],
    "shells": [[0], [2], [3], [0, 0], [1, 0], [0, 1], [1, 1], [2, 2]],
}


def _near(deltas: list[Any], *layers: Any) -> dict[str, Any]:
    """Networks near one of one input: a dense layer is a list of rows, the bias last in each; other layers are as in files."""
    chain = [
        {"type": "dense", "weight": [row[:-1] for row in layer], "bias": [row[-1] for row in layer]}
        if isinstance(layer, list)
        else layer
        for layer in layers
    ]
    network = {"format": "exactnet-network/1", "inputs": 1, "layers": chain}
    return {"kind": "neighbourhood", "of": network, "deltas": deltas}


_SQUARE = {"type": "polynomial", "coefficients": [0, 0, 1]}
_PARABOLAS = _near([-1, 0, 1], [[1, 0]], _SQUARE, [[-1, 1]], _SQUARE, [[1, 0]])
_LOGISTIC = _near(["-1/32", 0, "1/32"], [[1, 0]], {"type": "polynomial", "coefficients": [0, 4, -4]}, [["7/8", 0]])
_MAXOUT = _near([0, 1], [[1, 0], [-1, 0], [1, 1], [0, 0]], {"type": "maxout", "groups": [[0, 1], [2, 3]]}, [[1, -1, 0]])
_TENTS = _near(
    [0, "1/64"],
    *([[1, 0], [2, -1]], {"type": "relu"}, [[2, -2, 0], [4, -4, -1]], {"type": "relu"}, [[2, -2, 0]]),
)

_CYCLES = ("chatziafratis2020.period", "chatziafratis2020.lipschitz", "chatziafratis2020.crossings", "bowen1976.period")

_OWN: dict[str, dict[str, Any]] = {
    **dict.fromkeys(_CYCLES, _MAPS),
    **dict.fromkeys((f"{bound}_sa" for bound in _CYCLES), _LOGISTIC),
    **dict.fromkeys(("arora2018.pieces", "serra2018.theorem5", "xiong2020.supports"), _ONE_LAYER),
    **dict.fromkeys(("zaslavsky", "zaslavsky.rank"), _PLANE),
    **dict.fromkeys(("ergen2023.proposition18", "ergen2023.nerve", "feng2022.rank"), _PLANE),
    **dict.fromkeys(("serra2018.lower", "serra2018.lower_size"), _ARCHITECTURES),
    **dict.fromkeys(("pascanu2013.lower", "montufar2014.lower"), _ARCHITECTURES),
    "bianchini2014.components": _PARABOLAS,
    "bu2020.robust_horseshoe": _TENTS,
    "ergen2023.proposition16": {**_PLANE, "widths": [2]},
    "grigsby2022.bounded": _GENERAL,
    "johnson2019.narrow": {**_PLANE, "widths": [2]},
    "raghu2017.hard_tanh": {**_FEW, "activation": "hard_tanh"},
    "serra2018.maxout": _MAXOUT,
    "telgarsky2016.separation": _FEW,
    "telgarsky2016.separation_sa": _near([0, 1], [[1, 0]], _SQUARE),
}
"""Bounds whose premises want something else."""

_DOMAINS = {"ergen2023.proposition16": "box:-1,1"}


def usual(bound: str) -> tuple[dict[str, Any], str | None]:
    """The class on which a bound is attacked, and the domain (None: the usual one).

    Examples
    --------
    >>> usual("chatziafratis2020.period")
    ({'kind': 'maps', 'x': [0, 1, 2, 3, 4], 'y': [0, 1, 2, 3, 4]}, None)
    """
    (chosen,) = select([bound])
    if ".theorem13" in chosen.id:
        return dict(_SHELLS), "box:0,1"
    curved = _PARABOLAS if chosen.id.endswith("_sa") else NETWORKS
    return dict(_OWN.get(chosen.id, curved)), _DOMAINS.get(chosen.id)
