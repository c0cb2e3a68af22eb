"""Sets of activation patterns against a solver that knows only the network and the definitions.

A pattern says of every relu neuron whether h > 0. On the points of one pattern every h is affine, layer after layer, so these
points form a convex set, and this set has interior exactly where it holds a simplex x, x + t e_1, .., x + t e_d with t > 0. The
solver looks for such simplices: it needs no strict inequalities h < 0, so a neuron that vanishes on a whole region is inactive
there with no special case.
"""

import random
from fractions import Fraction
from functools import cache
from itertools import combinations

import numpy as np
import pytest
import z3
from support import networks as net

from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.complexes import count_regions
from exactnet.model.reader import network_from_json

pytestmark = pytest.mark.slow

SIDES = {"all": None, "box:-1,1": (-1, 1), "box:0,1": (0, 1)}


def units_at(layers, point):
    """Pre-activations of all relu neurons, as terms, and the outputs."""
    u, heights = list(point), []
    for layer in layers:
        if layer["type"] == "dense":
            rows = zip(layer["weight"], layer["bias"], strict=True)
            u = [z3.Sum([z3.RealVal(b), *(z3.RealVal(w) * x for w, x in zip(row, u, strict=True))]) for row, b in rows]
        else:
            heights += u
            u = [z3.If(h > 0, h, z3.RealVal(0)) for h in u]
    return heights, u


def inside(point, sides):
    return [] if sides is None else [c for x in point for c in (sides[0] <= x, x <= sides[1])]


def enumerate_patterns(solver, bits):
    found = set()
    while solver.check() == z3.sat:
        model = solver.model()
        pattern = tuple(z3.is_true(model.eval(b, model_completion=True)) for b in bits)
        found.add(pattern)
        solver.add(z3.Or([b != value for b, value in zip(bits, pattern, strict=True)]))
    assert solver.check() == z3.unsat
    return found


def patterns_somewhere(layers, inputs, sides):
    """All patterns that occur at some point of the closed domain."""
    solver = z3.Solver()
    x = z3.Reals([f"x{i}" for i in range(inputs)])
    heights, _ = units_at(layers, x)
    bits = [z3.Bool(f"b{i}") for i in range(len(heights))]
    solver.add(*inside(x, sides), *(b == (h > 0) for b, h in zip(bits, heights, strict=True)))
    return enumerate_patterns(solver, bits)


def patterns_with_interior(layers, inputs, sides):
    """The patterns that hold on a simplex."""
    solver = z3.Solver()
    x, t = z3.Reals([f"x{i}" for i in range(inputs)]), z3.Real("t")
    solver.add(t > 0)
    corners = [x, *([c + t if i == j else c for j, c in enumerate(x)] for i in range(inputs))]
    bits = None
    for corner in corners:
        heights, _ = units_at(layers, corner)
        bits = bits or [z3.Bool(f"b{i}") for i in range(len(heights))]
        solver.add(*inside(corner, sides), *(b == (h > 0) for b, h in zip(bits, heights, strict=True)))
    return enumerate_patterns(solver, bits)


def forms_of(layers, inputs, pattern):
    """(constant, coefficients..) of the neurons and of the outputs where this pattern holds."""
    u = [[Fraction(0), *(Fraction(int(i == j)) for j in range(inputs))] for i in range(inputs)]
    heights, bits = [], iter(pattern)
    for layer in layers:
        if layer["type"] == "dense":
            u = [
                [
                    sum(
                        (Fraction(w) * f[k] for w, f in zip(row, u, strict=True)),
                        Fraction(b) if k == 0 else Fraction(0),
                    )
                    for k in range(inputs + 1)
                ]
                for row, b in zip(layer["weight"], layer["bias"], strict=True)
            ]
        else:
            heights += u
            u = [f if next(bits) else [Fraction(0)] * (inputs + 1) for f in u]
    return heights, tuple(map(tuple, u))


def closure(layers, inputs, pattern):
    """Weak inequalities (form, is positive) of the closure of a region with interior."""
    heights, _ = forms_of(layers, inputs, pattern)
    return [(form, bit) for form, bit in zip(heights, pattern, strict=True) if any(form)]


def holds(inequalities, point):
    terms = [
        (z3.Sum([z3.RealVal(str(c)) * x for c, x in zip(form, (z3.RealVal(1), *point), strict=True)]), bit)
        for form, bit in inequalities
    ]
    return [term >= 0 if bit else term <= 0 for term, bit in terms]


def meet_in_a_point(inequalities, inputs, sides):
    solver = z3.Solver()
    x = z3.Reals([f"x{i}" for i in range(inputs)])
    solver.add(*holds(inequalities, x), *inside(x, sides))
    return solver.check() == z3.sat


def meet_in_a_facet(inequalities, inputs, sides):
    """Whether the common points hold a simplex of dimension d - 1, a graph over the coordinates but one."""
    for dropped in range(inputs):
        solver = z3.Solver()
        x, t = z3.Reals([f"x{i}" for i in range(inputs)]), z3.Real("t")
        solver.add(t > 0, *holds(inequalities, x), *inside(x, sides))
        for i in range(inputs):
            if i != dropped:
                corner = list(x)
                corner[i] = x[i] + t
                corner[dropped] = z3.Real(f"y{i}")
                solver.add(*holds(inequalities, corner), *inside(corner, sides))
        if solver.check() == z3.sat:
            return True
    return False


def classes(regions, layers, inputs, sides, meet):
    """Number of classes of regions with one map that meet, transitively."""
    leader = {r: r for r in regions}

    def find(r):
        while leader[r] != r:
            r = leader[r]
        return r

    by_map = {}
    for region in regions:
        by_map.setdefault(forms_of(layers, inputs, region)[1], []).append(region)
    for same in by_map.values():
        for a, b in combinations(same, 2):
            if find(a) != find(b) and meet([*closure(layers, inputs, a), *closure(layers, inputs, b)], inputs, sides):
                leader[find(a)] = find(b)
    return len({find(r) for r in regions}), len(by_map)


def compiled_patterns(layers, inputs, domain):
    """Sets of patterns of cells and of all faces, and the counts."""
    network = network_from_json(net.document(*layers, inputs=inputs))
    complex_ = compile_complex(network, Box.parse(domain, inputs))
    cells = {tuple(row) for row in (complex_.cell_signs > 0).tolist()}
    walls, everywhere = complex_.signs.shape[1], set()
    for (above, _), finite in zip(complex_.sides, complex_.finite, strict=True):
        bits = np.unpackbits(above, axis=1, count=walls)[finite, complex_.box_walls :]
        everywhere |= {tuple(row) for row in bits.astype(bool).tolist()}
    return cells, everywhere, count_regions(complex_)


@cache
def degenerate_layers(inputs, seed):
    """One or two layers of three or four neurons, weights in {-1, 0, 1}, and an output."""
    rng = random.Random(1000 * inputs + seed)
    layers, entering = [], inputs
    for _ in range(1 if seed % 5 == 0 else 2):
        leaving = rng.choice([3, 4] if inputs == 2 else [3, 3, 4])
        weight = [[rng.choice([-1, 0, 1]) for _ in range(entering)] for _ in range(leaving)]
        layers += [net.dense(weight, [rng.choice([-1, 0, 0, 1]) for _ in range(leaving)]), net.RELU]
        entering = leaving
    return [*layers, net.dense([[rng.choice([-1, 0, 1]) for _ in range(entering)]], [0])]


CASES = [(d, seed, domain) for d in (2, 3) for seed in range(50) for domain in SIDES if domain != "box:0,1" or d == 2]


@pytest.mark.parametrize(("inputs", "seed", "domain"), CASES)
def test_patterns_and_regions_are_those_of_the_solver(inputs, seed, domain):
    layers, sides = degenerate_layers(inputs, seed), SIDES[domain]
    cells, everywhere, found = compiled_patterns(layers, inputs, domain)
    regions = patterns_with_interior(layers, inputs, sides)
    assert cells == regions
    assert everywhere == patterns_somewhere(layers, inputs, sides)
    assert (found.activation_regions, found.activation_patterns) == (len(cells), len(everywhere))
    by_facets, maps = classes(regions, layers, inputs, sides, meet_in_a_facet)
    by_points, _ = classes(regions, layers, inputs, sides, meet_in_a_point)
    assert (found.affine_maps, found.linear_regions, found.linear_regions_contact) == (maps, by_facets, by_points)


# what the solver's answers rest on: networks with neurons that vanish on regions, on lines and everywhere

VANISHING = {
    # h2 = -relu(x): zero for x < 0, negative for x > 0
    "a neuron that is nowhere positive": (
        [[-1]],
        [0],
        {(False, False), (True, False)},
        {(False, False), (True, False)},
    ),
    # h2 = relu(x): zero for x < 0
    "a neuron that vanishes on a half-plane": (
        [[1]],
        [0],
        {(False, False), (True, True)},
        {(False, False), (True, True)},
    ),
    "a neuron that vanishes everywhere": ([[0]], [0], {(False, False), (True, False)}, {(False, False), (True, False)}),
    # h2 = relu(x) - 1
    "a neuron that does not vanish on a region": (
        [[1]],
        [-1],
        {(False, False), (True, False), (True, True)},
        {(False, False), (True, False), (True, True)},
    ),
}


@pytest.mark.parametrize("name", VANISHING)
def test_the_solver_takes_a_vanishing_neuron_for_inactive(name):
    weight, bias, regions, everywhere = VANISHING[name]
    layers = [net.dense([[1, 0]], [0]), net.RELU, net.dense(weight, bias), net.RELU]
    assert patterns_with_interior(layers, 2, None) == regions
    assert patterns_somewhere(layers, 2, None) == everywhere
    assert compiled_patterns(layers, 2, "all")[:2] == (regions, everywhere)


def test_the_solver_finds_a_pattern_of_a_line_and_gives_it_no_interior():
    layers = [net.dense([[1, 0], [-1, 0]], [0, 0]), net.RELU, net.dense([[1, 1]], [0]), net.RELU]
    halves = {(True, False, True), (False, True, True)}
    assert patterns_with_interior(layers, 2, None) == halves
    assert patterns_somewhere(layers, 2, None) == halves | {(False, False, False)}


def test_the_solver_finds_a_pattern_on_the_boundary_of_the_closed_box_only():
    layers = [net.dense([[1, 1]], [-2]), net.RELU, net.dense([[-1]], [1]), net.RELU]
    assert patterns_somewhere(layers, 2, (0, 1)) == {(False, True)}
    layers = [net.dense([[1, 1]], [0]), net.RELU]
    assert patterns_somewhere(layers, 2, (0, 1)) == {(False,), (True,)}
    assert patterns_with_interior(layers, 2, (0, 1)) == {(True,)}


def test_the_solver_s_regions_agree_with_strict_inequalities_where_no_neuron_vanishes():
    """A second way: affine forms along a pattern, strict inequalities for those that are not zero."""
    for inputs, seed in [(2, s) for s in range(12)] + [(3, s) for s in range(4)]:
        layers = degenerate_layers(inputs, seed)
        everywhere = patterns_somewhere(layers, inputs, (-1, 1))
        expected = set()
        for pattern in everywhere:
            heights, _ = forms_of(layers, inputs, pattern)
            if any(bit and not any(form) for form, bit in zip(heights, pattern, strict=True)):
                continue
            solver = z3.Solver()
            x = z3.Reals([f"x{i}" for i in range(inputs)])
            solver.add(*(c for v in x for c in (v > -1, v < 1)))
            for form, bit in closure(layers, inputs, pattern):
                value = z3.Sum([z3.RealVal(str(c)) * v for c, v in zip(form, (z3.RealVal(1), *x), strict=True)])
                solver.add(value > 0 if bit else value < 0)
            if solver.check() == z3.sat:
                expected.add(pattern)
        assert patterns_with_interior(layers, inputs, (-1, 1)) == expected


def test_the_solver_tells_facets_from_points():
    quadrants = [([0, 1, 0], True), ([0, 0, 1], True), ([0, 1, 0], False), ([0, 0, 1], False)]
    assert meet_in_a_point(quadrants, 2, None)
    assert not meet_in_a_facet(quadrants, 2, None)
    half_planes = [([0, 1, 1], True), ([0, 1, 1], False)]
    assert meet_in_a_facet(half_planes, 2, None)
    assert not meet_in_a_facet(half_planes, 2, (0, 1))
    assert not meet_in_a_point([([1, 1, 1], False)], 2, (0, 1))
