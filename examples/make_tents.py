"""Write Telgarsky's tent networks: T^depth by `depth` hidden layers of width 2, T(x) = 2 min(x, 1 - x) on [0, 1]."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def tent_network(depth: int) -> dict[str, object]:
    """The network of T^depth; consecutive affine maps are multiplied out, so dense and relu layers alternate."""
    layers: list[dict[str, object]] = []
    for i in range(depth):
        weight = [["1"], ["2"]] if i == 0 else [["2", "-2"], ["4", "-4"]]
        layers += [{"type": "dense", "weight": weight, "bias": ["0", "-1"]}, {"type": "relu"}]
    layers.append({"type": "dense", "weight": [["2", "-2"]], "bias": ["0"]})
    return {"format": "exactnet-network/1", "name": f"tent-{depth}", "inputs": 1, "layers": layers}


if __name__ == "__main__":
    folder = Path(__file__).parent
    for depth in map(int, sys.argv[1:] or ["1", "3", "5", "10"]):
        path = folder / f"tent-{depth}.net.json"
        path.write_text(json.dumps(tent_network(depth)) + "\n")
        print(path.name)
