"""Claims of the rule `reach`, tried out at points."""

from fractions import Fraction
from itertools import pairwise, product

from support.tilings import walls_of

GRID = [Fraction(n, 6) for n in range(-60, 61)]


def outputs(subject, x):
    """The outputs at a point; None outside the domain of a map."""
    if subject["type"] == "pair":
        parts = [outputs(subject[key], x) for key in ("first", "second")]
        return None if None in parts else [y for part in parts for y in part]
    if subject["type"] == "network":
        return through(subject["network"]["layers"], x)
    document = subject["map"]
    if "points" in document:
        points = [tuple(map(Fraction, p)) for p in document["points"]]
        for (a, c), (b, d) in pairwise(points):
            if a <= x[0] <= b:
                return [c + (x[0] - a) * (d - c) / (b - a)]
        return None
    start = Fraction(document["domain"][0])
    for piece in document["pieces"]:
        if start <= x[0] <= Fraction(piece["to"]):
            return [sum(Fraction(c) * x[0] ** k for k, c in enumerate(piece["polynomial"]))]
    return None


def through(layers, u):
    for layer in layers:
        if layer["type"] == "product":
            u = [u[i] * u[j] for i, j in layer["pairs"]]
        elif layer["type"] == "piecewise":
            u = [quotient(layer, x) for x in u]
        else:
            u = walls_of([layer], [1, *u])[1]
    return u


def quotient(layer, x):
    piece = layer["pieces"][sum(Fraction(t) < x for t in layer["breakpoints"])]
    upper, lower = (sum(Fraction(c) * x**k for k, c in enumerate(piece[key])) for key in ("numerator", "denominator"))
    return upper / lower


def satisfies(claim, subject, x):
    domain = claim["domain"]
    if isinstance(domain, dict):
        rows = [list(map(Fraction, row)) for row in domain["inequalities"]]
        inside = all(b + sum(p * q for p, q in zip(a, x, strict=True)) >= 0 for b, *a in rows)
    else:
        inside = domain == "all" or all(
            Fraction(low) <= z <= Fraction(high) for (low, high), z in zip(domain, x, strict=True)
        )
    y = outputs(subject, x) if inside else None
    return y is not None and any(all(holds(atom, x, y) for atom in atoms) for atoms in claim["property"])


def holds(atom, x, y):
    numbers = zip([*atom["inputs"], *atom["outputs"]], [*x, *y], strict=True)
    value = Fraction(atom["constant"]) + sum(Fraction(a) * b for a, b in numbers)
    return value > 0 or (value == 0 and not atom["strict"])


def claim_is_plausible(claim, subject, evidence):
    """A point does what is said of it; where there is none, none is found on a grid."""
    if claim["verdict"] == "sat":
        return satisfies(claim, subject, list(map(Fraction, evidence["point"])))
    first = subject["first"] if subject["type"] == "pair" else subject
    d = first["network"]["inputs"] if first["type"] == "network" else 1
    grid = GRID if d == 1 else GRID[::15]
    return not any(satisfies(claim, subject, list(x)) for x in product(grid, repeat=d))
