"""Properties of polyhedral complexes of random networks, degenerate ones first."""

import random
from fractions import Fraction
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from support import networks as net
from support import strategies as own
from support.maps import fraction

from exactnet.compile import Domain, restrict_to_line
from exactnet.compile.box import Box
from exactnet.compile.polyhedral import compile_complex
from exactnet.complexes import adjacency_graph, cell_maps, count_regions
from exactnet.model.reader import network_from_json

SIGNS = own.SIGNS
COUNTS = ("activation_regions", "activation_patterns", "affine_maps", "linear_regions", "linear_regions_contact")
SIDES = st.sampled_from([(0, 1), (-1, 1), (-2, 3), (Fraction(-1, 2), Fraction(1, 3))])


@st.composite
def dense_layers(draw, inputs, outputs, numbers):
    """Dense layers in which neurons may be zero, repeat one another or be one another's negatives."""
    rows = [[draw(numbers) for _ in range(inputs + 1)] for _ in range(outputs)]
    for i in range(outputs):
        match draw(st.integers(0, 9)):
            case 0:
                rows[i] = [0] * (inputs + 1)
            case 1:
                rows[i] = list(rows[0])
            case 2:
                rows[i] = [-2 * x for x in rows[0]]
    return net.dense([row[:-1] for row in rows], [row[-1] for row in rows])


@st.composite
def activations(draw):
    kind = draw(st.sampled_from(["relu", "relu", "abs", "leaky", "hard_tanh", "clip"]))
    if kind == "leaky":
        return net.leaky(draw(own.SMALL))
    if kind == "clip":
        low = draw(own.SMALL)
        return net.clip(low, low + draw(st.sampled_from([Fraction(1, 3), 1, Fraction(5, 2)])))
    return {"type": kind}


def seeded_layers(rng, inputs, outputs, wide):
    """As `dense_layers`, but with numbers that do not shrink: most examples have many cells."""
    numbers = [Fraction(n, q) for n in range(-5, 6) for q in (1, 2, 3)] if wide else [-1, 0, 1]
    rows = [[rng.choice(numbers) for _ in range(inputs + 1)] for _ in range(outputs)]
    for i in range(1, outputs):
        if rng.random() < 0.15:
            factor = rng.choice([0, 1, -2])
            rows[i] = [factor * x for x in rows[rng.randrange(i)]]
    return net.dense([row[:-1] for row in rows], [row[-1] for row in rows])


def seeded_network(seed, inputs, width, depth):
    rng = random.Random(seed)
    wide = rng.random() < 0.4
    low = Fraction(rng.randint(-3, 1), 2)
    kinds = [net.RELU, net.RELU, net.RELU, net.ABS, net.HARD_TANH, net.leaky("-1/3"), net.clip(low, low + 1)]
    layers, entering = [], inputs
    for _ in range(rng.randint(max(1, depth - 1), depth)):
        leaving = rng.randint(max(2, width - 1), width + 1)
        bend = rng.choice(kinds)
        if rng.random() < 0.25:
            inside = [seeded_layers(rng, entering, leaving, wide), bend, seeded_layers(rng, leaving, entering, wide)]
            if rng.random() < 0.3:
                inside = [net.residual(*inside), *([net.RELU] if entering <= 2 else [])]
            layers.append(net.residual(*inside))
        else:
            layers += [seeded_layers(rng, entering, leaving, wide), bend]
            entering = leaving
    if rng.random() < 0.7:
        layers.append(seeded_layers(rng, entering, rng.randint(1, 2), wide))
    return net.document(*layers, inputs=inputs)


def networks(inputs, width=3, depth=2):
    """Layers of every type but maxout, residual blocks included."""
    seeded = st.builds(lambda seed: seeded_network(seed, inputs, width, depth), st.integers(0, 2**32))
    return st.integers(0, 3).flatmap(lambda i: seeded if i else drawn_networks(inputs, width, depth))


@st.composite
def drawn_networks(draw, inputs, width, depth):
    numbers = draw(st.sampled_from([SIGNS, own.SMALL]))
    layers, entering = [], inputs
    for _ in range(draw(st.integers(1, depth))):
        leaving = draw(st.integers(1, width))
        if draw(st.integers(0, 3)) == 0:
            inside = [draw(dense_layers(entering, leaving, numbers)), draw(activations())]
            inside.append(draw(dense_layers(leaving, entering, numbers)))
            if entering <= 2 and draw(st.booleans()):
                inside.append(draw(activations()))
            layers.append(net.residual(*inside))
            if entering <= 2 and draw(st.booleans()):
                layers.append(draw(activations()))
            continue
        if entering > width or draw(st.integers(0, 4)):
            layers.append(draw(dense_layers(entering, leaving, numbers)))
            entering = leaving
        layers.append(draw(activations()))
    if draw(st.booleans()):
        layers.append(draw(dense_layers(entering, draw(st.integers(1, 2)), numbers)))
    return net.document(*layers, inputs=inputs)


@st.composite
def domains(draw, inputs):
    return Box(inputs, None) if draw(st.booleans()) else Box.of([draw(SIDES) for _ in range(inputs)])


@st.composite
def cases(draw, largest=3, width=3, depth=2):
    inputs = draw(st.sampled_from([2, *range(1, largest + 1)]))
    return draw(networks(inputs, width, depth)), draw(domains(inputs))


def compiled(document, domain):
    return compile_complex(network_from_json(document), domain)


def counted(document, domain):
    return count_regions(compiled(document, domain))


def all_counts(document, domain):
    found = counted(document, domain)
    return *(getattr(found, name) for name in COUNTS), found.faces


def wall_signs(layers, point):
    """Signs at a point of u - t, layer by layer, breakpoint t by breakpoint, unit by unit; and the value."""
    u, signs = [Fraction(x) for x in point], []
    for layer in layers:
        if layer["type"] == "residual":
            inner, value = wall_signs(layer["layers"], u)
            signs += inner
            u = [x + y for x, y in zip(u, value, strict=True)]
            continue
        stops = {"relu": [0], "leaky_relu": [0], "abs": [0], "hard_tanh": [-1, 1]}.get(layer["type"], [])
        if layer["type"] == "clip":
            stops = [Fraction(layer["low"]), Fraction(layer["high"])]
        signs += [(x > t) - (x < t) for t in stops for x in u]
        u = net.evaluate([layer], u)
    return signs, u


def fractions(values):
    return [fraction(x) for x in values]


def faces_with_points(complex_):
    """A rational point in the relative interior of every finite face, with its signs at the walls of the network."""
    lattice = complex_.lattice
    members = [{v} for v in range(lattice.vertices)]
    levels = [members]
    for rows in lattice.facets:
        members = [
            set().union(*(members[i] for i in rows.items[a:b].tolist()))
            for a, b in zip(rows.start[:-1].tolist(), rows.start[1:].tolist(), strict=True)
        ]
        levels.append(members)
    points = complex_.points.tolist()
    for k, level in enumerate(levels):
        for face, vertices in enumerate(level):
            w, *x = (sum(column) for column in zip(*(points[v] for v in vertices), strict=True))
            assert complex_.finite[k][face] == (w != 0)
            if w:
                yield k, face, [Fraction(int(c), int(w)) for c in x]


@settings(max_examples=120)
@given(cases())
def test_the_euler_characteristic_is_that_of_the_domain(case):
    document, domain = case
    found = counted(document, domain)
    expected = (-1) ** domain.dimension if domain.sides is None else 1
    assert sum((-1) ** k * f for k, f in enumerate(found.faces)) == expected
    assert found.euler_characteristic == expected


@settings(max_examples=30)
@given(st.booleans().flatmap(lambda deep: networks(4, 3, 2) if deep else networks(4, 5, 1)), domains(4))
def test_the_euler_characteristic_in_four_dimensions(document, domain):
    found = counted(document, domain)
    assert found.euler_characteristic == 1
    assert found.faces[-1] >= found.activation_regions


@settings(max_examples=120)
@given(cases())
def test_the_counts_are_in_their_order(case):
    document, domain = case
    found = counted(document, domain)
    assert 1 <= found.affine_maps <= found.linear_regions_contact <= found.linear_regions
    assert found.linear_regions <= found.faces[-1]
    assert found.activation_regions <= found.activation_patterns <= sum(found.faces)
    assert found.activation_regions <= found.faces[-1]  # cells are told apart by zeros, regions are not


@settings(max_examples=100)
@given(cases())
def test_every_face_has_the_signs_that_its_points_have(case):
    document, domain = case
    complex_ = compiled(document, domain)
    found = count_regions(complex_)
    walls = complex_.signs.shape[1]
    vectors, dimensions, patterns = {}, {}, set()
    for k, face, point in faces_with_points(complex_):
        signs, _ = wall_signs(document["layers"], point)
        bits = [np.unpackbits(side[face], count=walls).astype(int) for side in complex_.sides[k]]
        assert (bits[0] - bits[1])[complex_.box_walls :].tolist() == signs
        if domain.sides is not None:
            for x, (low, high) in zip(point, domain.sides, strict=True):
                signs += [int(x > fraction(low)), int(x < fraction(high))]
        vectors.setdefault(tuple(signs), []).append(face)
        dimensions[tuple(signs)] = max(k, dimensions.get(tuple(signs), 0))
        patterns.add(tuple(s > 0 for s in signs[: walls - complex_.box_walls]))
    assert found.activation_patterns == len(patterns)
    assert found.faces == tuple(list(dimensions.values()).count(k) for k in range(domain.dimension + 1))
    if domain.sides is not None:  # on a box, every face is cut out by its signs
        assert all(len(faces) == 1 for faces in vectors.values())


@settings(max_examples=100)
@given(cases(), st.lists(st.lists(st.builds(Fraction, st.integers(-9, 9), st.integers(1, 5)), min_size=3, max_size=3)))
def test_the_signs_of_any_point_are_those_of_some_face(case, points):
    document, domain = case
    complex_ = compiled(document, domain)
    walls = complex_.signs.shape[1]
    known = set()
    for (above, below), finite in zip(complex_.sides, complex_.finite, strict=True):
        bits = [np.unpackbits(side[finite], axis=1, count=walls).astype(int) for side in (above, below)]
        known |= {tuple(row) for row in (bits[0] - bits[1])[:, complex_.box_walls :].tolist()}
    for point in points:
        inside = point[: domain.dimension]
        if domain.sides is not None:
            inside = [
                min(max(x, fraction(low)), fraction(high)) for x, (low, high) in zip(inside, domain.sides, strict=True)
            ]
        assert tuple(wall_signs(document["layers"], inside)[0]) in known


@settings(max_examples=100)
@given(networks(1, 4, 3), st.one_of(st.none(), SIDES))
def test_in_one_dimension_the_counts_are_those_of_the_sweep_and_of_the_recursion(document, ends):
    domain = Box(1, None) if ends is None else Box.of([ends])
    found = counted(document, domain)
    line = restrict_to_line(network_from_json(document), Domain.line() if ends is None else Domain.of(*ends))
    assert (found.activation_regions, found.linear_regions) == (line.activation_regions, line.affine_pieces)
    assert found.linear_regions_contact == found.linear_regions  # facets are points
    states = net.states_on_line(document["layers"], *(ends or (None, None)))
    assert found.affine_maps == len({tuple(units) for _, _, units, _, _ in states})
    assert found.faces[0] == found.faces[1] + (-1 if ends is None else 1)


@settings(max_examples=80)
@given(cases())
def test_values_at_vertices_and_affine_maps_of_cells_are_those_of_the_network(case):
    document, domain = case
    complex_ = compiled(document, domain)
    finite = np.flatnonzero(complex_.points[:, 0])
    vertices = [complex_.vertex(int(i)) for i in finite]
    for i, value in zip(finite, complex_.network.at(vertices), strict=True):
        w, *y = complex_.values[i].tolist()
        assert fractions(value) == [Fraction(c, w) for c in y]
        assert fractions(value) == net.evaluate(document["layers"], fractions(complex_.vertex(int(i))))
    forms, denominator = cell_maps(complex_)
    graph = adjacency_graph(complex_)
    assert sorted(graph) == list(range(len(forms)))
    for cell, data in graph.nodes(data=True):
        x = fractions(data["witness"])
        expected = net.evaluate(document["layers"], x)
        exact = [[Fraction(int(c), denominator) for c in row] for row in forms[cell].tolist()]
        assert [fractions(row) for row in data["map"]] == exact
        assert [row[0] + sum(a * b for a, b in zip(row[1:], x, strict=True)) for row in exact] == expected
        assert fractions(complex_.network(data["witness"])) == expected


@settings(max_examples=80)
@given(cases())
def test_a_cell_s_affine_map_holds_at_its_vertices_and_along_its_rays(case):
    document, domain = case
    complex_ = compiled(document, domain)
    forms, denominator = cell_maps(complex_)
    owner = [{i} for i in range(len(forms))]
    items = owner
    for rows in reversed(complex_.lattice.facets):
        items = [{int(v) for f in cell for v in rows.items[rows.start[f] : rows.start[f + 1]]} for cell in items]
    for form, vertices in zip(forms.tolist(), items, strict=True):
        for v in vertices:
            row, (w, *values) = complex_.points[v].tolist(), complex_.values[v].tolist()
            images = [sum(a * b for a, b in zip(f, row, strict=True)) for f in form]
            if row[0]:
                assert [x * w for x in images] == [y * row[0] * denominator for y in values]
            else:  # a direction has no length: compare with the recession up to a positive factor
                assert all(
                    x * b == y * a
                    for x, y in zip(images, values, strict=True)
                    for a, b in zip(images, values, strict=True)
                )
                assert [(x > 0) - (x < 0) for x in images] == [(y > 0) - (y < 0) for y in values]


@settings(max_examples=80)
@given(cases())
def test_edges_of_the_adjacency_graph_cross_the_walls_they_say(case):
    document, domain = case
    graph = adjacency_graph(compiled(document, domain))
    signs = {
        cell: wall_signs(document["layers"], fractions(data["witness"]))[0] for cell, data in graph.nodes(data=True)
    }
    for cell, data in graph.nodes(data=True):
        assert list(data["pattern"]) == signs[cell]
        if domain.sides is not None:
            assert all(low < x < high for x, (low, high) in zip(data["witness"], domain.sides, strict=True))
    for a, b, walls in graph.edges(data="walls"):
        assert list(walls) == [i for i, (s, t) in enumerate(zip(signs[a], signs[b], strict=True)) if s != t]
        if domain.sides is not None:
            assert walls
    # a domain is connected, and stays so without its faces of codimension two
    seen, front = {0}, [0]
    while front:
        front = [n for n in {m for c in front for m in graph[c]} if n not in seen]
        seen.update(front)
    assert len(seen) == len(graph)


@st.composite
def symmetric_cases(draw):
    """Two homogeneous layers as tables, so that they can be rearranged."""
    d = draw(st.integers(1, 3))
    numbers = draw(st.sampled_from([SIGNS, own.SMALL]))
    widths = [d, draw(st.integers(1, 4 if d < 3 else 3)), draw(st.integers(1, 3)), draw(st.integers(1, 2))]
    if draw(st.integers(0, 2)):
        rng, wide = random.Random(draw(st.integers(0, 2**32))), draw(st.booleans())
        widths = [d, rng.randint(3, 5 if d < 3 else 4), rng.randint(2, 4), rng.randint(1, 2)]
        layers = [seeded_layers(rng, m, n, wide) for m, n in pairwise(widths)]
    else:
        layers = [draw(dense_layers(m, n, numbers)) for m, n in pairwise(widths)]
    kinds = [draw(st.sampled_from([net.RELU, net.RELU, net.ABS, net.leaky("-1/2")])) for _ in range(2)]
    return layers, kinds, widths


def assembled(layers, kinds, inputs):
    first, second, last = layers
    return net.document(first, kinds[0], second, kinds[1], last, inputs=inputs)


def table(layer):
    weight = [[Fraction(x) for x in row] for row in layer["weight"]]
    return weight, [Fraction(x) for x in layer["bias"]]


def reordered(layers, index, order, factors):
    """Units of layer ``index`` in another order, each times a positive factor that the next layer undoes."""
    changed = list(layers)
    weight, bias = table(layers[index])
    changed[index] = net.dense(
        [[f * x for x in weight[i]] for i, f in zip(order, factors, strict=True)],
        [f * bias[i] for i, f in zip(order, factors, strict=True)],
    )
    weight, bias = table(layers[index + 1])
    changed[index + 1] = net.dense([[row[i] / f for i, f in zip(order, factors, strict=True)] for row in weight], bias)
    return changed


POSITIVE = st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 3), Fraction(7, 5), Fraction(10**12)])


@settings(max_examples=60)
@given(symmetric_cases(), st.data())
def test_counts_do_not_change_when_neurons_are_permuted_and_scaled(case, data):
    layers, kinds, widths = case
    domain = data.draw(domains(widths[0]))
    changed = layers
    for index in (0, 1):
        order = data.draw(st.permutations(range(widths[index + 1])))
        changed = reordered(changed, index, order, [data.draw(POSITIVE) for _ in order])
    before, after = (assembled(chosen, kinds, widths[0]) for chosen in (layers, changed))
    assert all_counts(before, domain) == all_counts(after, domain)


@settings(max_examples=60)
@given(symmetric_cases(), st.data())
def test_counts_on_the_whole_space_do_not_change_under_unimodular_maps_and_translations(case, data):
    layers, kinds, widths = case
    d = widths[0]
    weight, bias = table(layers[0])
    shift = [Fraction(data.draw(st.integers(-3, 3)), 2) for _ in range(d)]
    bias = [b + sum(w * s for w, s in zip(row, shift, strict=True)) for row, b in zip(weight, bias, strict=True)]
    for _ in range(data.draw(st.integers(1, 4))):  # shears and exchanges of columns
        i, j = data.draw(st.integers(0, d - 1)), data.draw(st.integers(0, d - 1))
        c = data.draw(st.integers(-2, 2))
        for row in weight:
            if i == j:
                row[i] = -row[i]
            else:
                row[i], row[j] = row[j], row[i] + c * row[j]
    changed = [net.dense(weight, bias), *layers[1:]]
    everywhere = Box(d, None)
    before = all_counts(assembled(layers, kinds, d), everywhere)
    assert before == all_counts(assembled(changed, kinds, d), everywhere)


@settings(max_examples=60)
@given(symmetric_cases(), st.data())
def test_counts_on_a_box_move_with_the_box(case, data):
    layers, kinds, widths = case
    d = widths[0]
    sides = [data.draw(SIDES) for _ in range(d)]
    weight, bias = table(layers[0])
    order = data.draw(st.permutations(range(d)))
    factors = [data.draw(st.sampled_from([1, -1, 2, Fraction(-1, 3)])) for _ in range(d)]
    # x_order[i] = factors[i] y_i
    changed = [net.dense([[row[order[i]] * factors[i] for i in range(d)] for row in weight], bias), *layers[1:]]
    moved = [tuple(sorted(Fraction(end) / factors[i] for end in sides[order[i]])) for i in range(d)]
    before = all_counts(assembled(layers, kinds, d), Box.of(sides))
    assert before == all_counts(assembled(changed, kinds, d), Box.of(moved))


@settings(max_examples=60)
@given(cases(largest=2))
def test_a_box_beyond_all_vertices_meets_every_cell_of_the_whole_space(case):
    document, domain = case
    d = domain.dimension
    whole = compiled(document, Box(d, None))
    reach = 1 + max(abs(x) for i in np.flatnonzero(whole.points[:, 0]) for x in fractions(whole.vertex(int(i))))
    found, boxed = count_regions(whole), counted(document, Box.of([(-reach, reach)] * d))
    assert found.activation_regions == boxed.activation_regions
    assert found.activation_patterns == boxed.activation_patterns
    assert (found.affine_maps, found.linear_regions) == (boxed.affine_maps, boxed.linear_regions)
    assert found.linear_regions_contact == boxed.linear_regions_contact
    assert found.faces[-1] == boxed.faces[-1]


@settings(max_examples=15)
@given(st.integers(2, 3), st.data())
def test_huge_weights_are_exact(inputs, data):
    layers = [
        data.draw(own.dense_layers(inputs, 3, own.WIDE)),
        net.RELU,
        data.draw(own.dense_layers(3, 2, own.WIDE)),
        net.ABS,
    ]
    document = net.document(*layers, inputs=inputs)
    domain = data.draw(domains(inputs))
    complex_ = compiled(document, domain)
    assert count_regions(complex_).euler_characteristic == ((-1) ** inputs if domain.sides is None else 1)
    for _, data_of_cell in adjacency_graph(complex_).nodes(data=True):
        x = fractions(data_of_cell["witness"])
        assert list(data_of_cell["pattern"]) == wall_signs(layers, x)[0]
        values = [
            row[0] + sum(a * b for a, b in zip(row[1:], x, strict=True)) for row in map(fractions, data_of_cell["map"])
        ]
        assert values == net.evaluate(layers, x)
