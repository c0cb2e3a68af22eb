"""Smaller counterexamples: fewer layers, units, points, and smaller numbers, as long as the toolkit refutes the statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from flint import fmpq

from exactnet.compile import PiecewiseLinearMap
from exactnet.frontends import Subject
from exactnet.model import Dense, ElementaryLayer, Layer, Maxout, Network

__all__ = ["shrink"]

_MOST_CHECKS = 400


def shrink(subject: Subject, refutes: Callable[[Subject], bool]) -> Subject:
    """A counterexample from which no layer, unit or point can be left out, and no number made simpler, by the steps known here.

    Parameters
    ----------
    subject
        A counterexample.
    refutes
        Whether a subject is one.

    Examples
    --------
    >>> bent = PiecewiseLinearMap.from_points([(0, 0), ("1/3", "1/7"), ("2/3", "6/7"), (1, 0)])
    >>> shrink(bent, lambda f: f.pieces >= 2).to_json()["points"]
    [['0', '0'], ['2/3', '1'], ['1', '0']]
    """
    checks = 0
    improved = True
    while improved and checks < _MOST_CHECKS:
        improved = False
        for simpler in _simpler(subject):
            checks += 1
            if refutes(simpler):
                subject, improved = simpler, True
                break
            if checks >= _MOST_CHECKS:
                break
    return subject


def _simpler(subject: Subject) -> Iterator[Subject]:
    """In the order in which they are tried: what is left out first."""
    if isinstance(subject, PiecewiseLinearMap):
        yield from _maps(subject)
    elif isinstance(subject, Network) and all(isinstance(layer, ElementaryLayer) for layer in subject.layers):
        yield from _without_layers(subject)
        yield from _without_units(subject)
        yield from _smaller_numbers(subject)


def _maps(f: PiecewiseLinearMap) -> Iterator[Subject]:
    points = list(zip(f.breakpoints, f.values, strict=True))
    for i in range(1, len(points) - 1):
        yield PiecewiseLinearMap.from_points(points[:i] + points[i + 1 :])
    for i, (x, y) in enumerate(points):
        for simpler in _simpler_numbers(y):
            yield PiecewiseLinearMap.from_points([*points[:i], (x, simpler), *points[i + 1 :]])


def _without_layers(network: Network) -> Iterator[Subject]:
    """Each activation between two dense layers in turn left out; these become one."""
    layers = network.layers
    for i in range(1, len(layers) - 1):
        before, between, after = layers[i - 1 : i + 2]
        if isinstance(before, Dense) and isinstance(after, Dense) and not isinstance(between, Dense | Maxout):
            yield Network.of(network.inputs, [*layers[: i - 1], after.after(before), *layers[i + 2 :]])


def _without_units(network: Network) -> Iterator[Subject]:
    """Each unit of a hidden layer in turn left out, where dense layers stand on both sides of its activations."""
    dense = [i for i, layer in enumerate(network.layers) if isinstance(layer, Dense)]
    for first, second in pairwise(dense):
        before, after = network.layers[first], network.layers[second]
        assert isinstance(before, Dense)
        assert isinstance(after, Dense)
        if len(before.weight) == 1 or any(isinstance(layer, Maxout) for layer in network.layers[first:second]):
            continue
        for unit in range(len(before.weight)):
            layers = list(network.layers)
            layers[first] = Dense(_without(before.weight, unit), _without(before.bias, unit))
            layers[second] = Dense(tuple(_without(row, unit) for row in after.weight), after.bias)
            yield Network.of(network.inputs, layers)


def _without(items: tuple, unit: int) -> tuple:  # type: ignore[type-arg]
    return items[:unit] + items[unit + 1 :]


def _smaller_numbers(network: Network) -> Iterator[Subject]:
    for place, layer in enumerate(network.layers):
        if not isinstance(layer, Dense):
            continue
        table = [[b, *row] for b, row in zip(layer.bias, layer.weight, strict=True)]
        for row in table:
            for j, number in enumerate(row):
                for simpler in _simpler_numbers(number):
                    row[j] = simpler
                    yield Network.of(network.inputs, _replaced(network, place, table))
                row[j] = number


def _replaced(network: Network, place: int, table: list[list[fmpq]]) -> list[Layer]:
    layers = list(network.layers)
    layers[place] = Dense.of([row[1:] for row in table], [row[0] for row in table])
    return layers


def _cost(x: Fraction) -> tuple[int, int]:
    """Integers before other numbers, small ones first, positive ones before negative ones."""
    return (x.denominator + abs(x.numerator) if x.denominator > 1 else 0, 2 * abs(x.numerator) + (x < 0))


def _simpler_numbers(number: fmpq) -> Iterator[fmpq]:
    """Numbers that are simpler, the simplest first."""
    x = Fraction(int(number.p), int(number.q))
    whole = Fraction(int(x))
    tries = {Fraction(0), Fraction(1), Fraction(-1), whole, whole + 1, whole - 1, Fraction(round(x * 2), 2)}
    for simpler in sorted((t for t in tries if _cost(t) < _cost(x)), key=_cost):
        yield fmpq(simpler.numerator, simpler.denominator)
