"""Neural persistence by maximum spanning trees of networkx."""

from fractions import Fraction

import networkx as nx


def dense_layers(layers):
    for layer in layers:
        if layer["type"] == "dense":
            yield [[abs(Fraction(w)) for w in row] for row in layer["weight"]]
        elif layer["type"] == "residual":
            yield from dense_layers(layer["layers"])


def graph(matrices):
    edges = [
        ((n, j), (n + 1, i), w)
        for n, matrix in enumerate(matrices)
        for i, row in enumerate(matrix)
        for j, w in enumerate(row)
    ]
    found = nx.Graph()
    found.add_weighted_edges_from(edges)
    return found


def persistence(found, largest, p):
    tree = nx.maximum_spanning_edges(found, data=True)
    return sum((1 - edge["weight"] / largest) ** p for _, _, edge in tree)


def is_true(claim, subject):
    layers = subject["network"]["layers"]
    matrices = list(dense_layers(layers))
    largest = max(w for matrix in matrices for row in matrix for w in row)
    if claim["rule"] == "bound":
        k = claim["parameters"]["layer"] - 1
        least = min(w for row in matrices[k] for w in row) / largest
        found = graph([matrices[k]])
        value = (1 - least) ** 2 * (len(found) - 1)
        return (Fraction(claim["measured"]), Fraction(claim["bound_value"])) == (persistence(found, largest, 2), value)
    stated = [None if v is None else Fraction(v) for v in (*claim["layers"], claim["network"])]
    each = [persistence(graph([matrix]), largest, claim["p"]) for matrix in matrices]
    chain = not any(layer["type"] in ("residual", "maxout", "product") for layer in layers)
    return stated == [*each, persistence(graph(matrices), largest, claim["p"]) if chain else None]
