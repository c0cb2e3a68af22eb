"""Train the two float networks of this folder (needs scikit-learn: `pip install exactnet[train]`).

regression-1d: fits g(x) = 0.1 + 0.85 sin(pi x), a chaotic map of [0, 1] into itself.
classifier-2d: tells two interleaved half moons apart; its output is the logit.
The weights are written as JSON floats: exactnet reads them as the exact binary values they are.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from sklearn.datasets import make_moons
from sklearn.neural_network import MLPClassifier, MLPRegressor


def document(name: str, model: MLPRegressor | MLPClassifier) -> dict[str, object]:
    """A trained scikit-learn network in exactnet's format."""
    layers: list[dict[str, object]] = []
    for weight, bias in zip(model.coefs_, model.intercepts_, strict=True):
        if layers:
            layers.append({"type": "relu"})
        layers.append({"type": "dense", "weight": weight.T.tolist(), "bias": bias.tolist()})
    return {"format": "exactnet-network/1", "name": name, "inputs": model.n_features_in_, "layers": layers}


def regression() -> MLPRegressor:
    """A network of one input with two hidden layers of 8."""
    x = np.linspace(0, 1, 400)
    model = MLPRegressor(hidden_layer_sizes=(8, 8), solver="lbfgs", max_iter=5000, random_state=3, tol=1e-10)
    return model.fit(x[:, None], 0.1 + 0.85 * np.sin(np.pi * x))


def classifier() -> MLPClassifier:
    """A network of two inputs with two hidden layers of 6."""
    points, labels = make_moons(400, noise=0.1, random_state=0)
    return MLPClassifier(hidden_layer_sizes=(6, 6), solver="lbfgs", max_iter=5000, random_state=0).fit(points, labels)


if __name__ == "__main__":
    for name, model in (("regression-1d", regression()), ("classifier-2d", classifier())):
        path = Path(__file__).parent / f"{name}.net.json"
        path.write_text(json.dumps(document(name, model)) + "\n")
        print(path.name)
