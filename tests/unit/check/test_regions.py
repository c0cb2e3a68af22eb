"""Rule `regions`: values known by hand, comparisons with a tiling built independently, and damaged evidence."""

import json
from copy import deepcopy
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import networks as net
from support import region_bounds, strategies, tilings

from exactnet.check import check_text
from exactnet.check.areas import read_area
from exactnet.check.forward import forward, homogeneous
from exactnet.check.layers import Clip, Dense, Maxout, Relu, Residual
from exactnet.check.linear import independent, rank, solve
from exactnet.check.packed import Affine
from exactnet.check.region_formulas import count_by_dimension, count_choices
from exactnet.check.rules.regions import count_regions
from exactnet.check.subject import read_subject
from exactnet.check.verdict import Rejected

ALL = ("activation_regions", "activation_patterns", "affine_maps", "linear_regions", "linear_regions_contact", "faces")
TREE = ("activation_regions", "affine_maps")
N1 = [
    net.dense([[2, -1], [1, 3], [-3, 1]], [1, -2, 1]), net.RELU,
    net.dense([[2, -3, 1], [-1, 2, 3], [1, 1, -2]], [-2, -1, 3]), net.RELU, net.dense([[1, -2, 3]], [0]),
]  # fmt: skip
N4 = [
    net.dense([[1, 0], [-1, 0], [1, -1], [-1, 1]], [0] * 4), net.RELU,
    net.dense([[1, -1, -1, 0], [-1, 1, 0, -1]], [0, 0]), net.RELU, net.dense([[1, 1]], [0]),
]  # fmt: skip
THREE_LINES = [net.dense([[1, 0], [0, 1], [-1, -1]], [0] * 3), net.RELU]
FOLD = [net.dense([[1], [-1]], [0, 0]), net.RELU, net.dense([[1, 1]], [0]), net.RELU]
DEGENERATE = [
    net.dense([[1, 0], [0, 1], [1, -1]], [0] * 3), net.RELU, net.dense([[1, 1, -1], [1, -1, 2]], [-1, 0]), net.RELU,
    net.dense([[1, 1]], [0]),
]  # fmt: skip
CUBE = [net.dense([[1, 0, 0], [0, 1, 1]], [0, 0]), net.RELU, net.dense([[1, -1]], [0]), net.ABS]


@pytest.fixture(scope="module")
def subject_of(build):
    def subject(layers, d):
        network = net.document(*layers, inputs=d)
        return build.rehash({"type": "network", "network": network})

    return subject


def counted(subject, domain, evidence, names=ALL):
    network = read_subject(subject)
    found = count_regions(network, read_area(domain, network.inputs), evidence, names)
    return {name: found[name] for name in names}


@pytest.mark.parametrize(
    ("layers", "d", "known"),
    [
        (N1, 2, (19, 19, 17, 17, 17, [12, 30, 19])),
        (N4, 2, (6, 11, 5, 6, 5, [1, 6, 6])),
        (THREE_LINES, 2, (6, 7, 6, 6, 6, [1, 6, 6])),
        (FOLD, 1, (2, 3, 2, 2, 2, [1, 2])),
    ],
)
def test_known_answers(subject_of, layers, d, known):
    tiling, subject = tilings.Tiling(layers, "all", d), subject_of(layers, d)
    assert tuple(counted(subject, "all", tiling.evidence()).values()) == known
    assert tuple(counted(subject, "all", tilings.tree(tiling), TREE).values()) == (known[0], known[2])


@pytest.mark.parametrize(("n", "d"), [(5, 1), (6, 2), (5, 3)])
def test_general_position(subject_of, n, d):
    """Hyperplanes with normals (1, t, t^2, ..) have Z(n, d) regions, and C(n, d) vertices."""
    layers = [net.dense([[t**i for i in range(d)] for t in range(n)], [t**d for t in range(n)]), net.RELU]
    found = counted(subject_of(layers, d), "all", tilings.Tiling(layers, "all", d).evidence())
    assert found["activation_regions"] == sum(comb(n, j) for j in range(d + 1))
    assert found["faces"][0] == comb(n, d)


def test_no_layers(subject_of):
    tiling = tilings.Tiling([], "all", 3)
    assert tuple(counted(subject_of([], 3), "all", tiling.evidence()).values()) == (1, 1, 1, 1, 1, [0, 0, 0, 1])


domains = st.sampled_from(["all", "box", "polytope"])


def domain_of(kind, d):
    if kind == "all":
        return kind
    if kind == "box":
        return [["-1", "3/2"], ["-2", "1"], ["0", "1"]][:d]
    return {"inequalities": [["2", *["-1"] * d], *[["1", *[str(int(i == j)) for j in range(d)]] for i in range(d)]]}


@settings(max_examples=120, deadline=None)
@given(data=st.data(), d=st.integers(1, 3), kind=domains)
def test_networks_agree_with_an_independent_tiling(subject_of, data, d, kind):
    layers = data.draw(strategies.networks(inputs=d, depth=2, width=3 if d < 3 else 2))["layers"]
    domain, subject = domain_of(kind, d), subject_of(layers, d)
    tiling = tilings.Tiling(layers, domain, d)
    truth = {name: count for name, count in tiling.quantities().items() if name in ALL}
    assert counted(subject, domain, tiling.evidence()) == truth
    if len(tiling.cells) < 30:
        assert counted(subject, domain, tilings.tree(tiling), TREE) == {name: truth[name] for name in TREE}


# -- damaged evidence --------------------------------------------------------------------------------------------------

CASES = [
    (DEGENERATE, 2, [["-2", "2"], ["-1", "3"]], "cells"), (DEGENERATE, 2, "all", "cells"), (N4, 2, "all", "cells"),
    (THREE_LINES, 2, {"inequalities": [["1", "1", "0"], ["1", "0", "1"], ["1", "-1", "-1"]]}, "cells"),
    (CUBE, 3, [["-1", "1"]] * 3, "cells"), (CUBE, 3, "all", "cells"), (FOLD, 1, "all", "cells"),
    (DEGENERATE, 2, [["-2", "2"], ["-1", "3"]], "tree"), (N4, 2, "all", "tree"),
]  # fmt: skip
PREPARED = []
for _layers, _d, _domain, _form in CASES:
    _tiling = tilings.Tiling(_layers, _domain, _d)
    _evidence = _tiling.evidence() if _form == "cells" else tilings.tree(_tiling)
    PREPARED.append((_layers, _d, _domain, _evidence, {name: _tiling.quantities()[name] for name in ALL}))


def lists(value):
    if isinstance(value, list):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from lists(item)


def damage(data, evidence):
    """Change one number, drop or repeat an item, exchange two items, or let two faces swap facets."""
    places = [x for x in lists(evidence) if x]
    items = data.draw(st.sampled_from(places))
    i = data.draw(st.integers(0, len(items) - 1))
    kind = data.draw(st.sampled_from(["number", "drop", "repeat", "exchange", "move", "union", "leave"]))
    if kind == "leave":
        return
    if kind == "number" and isinstance(items[i], int):
        items[i] += data.draw(st.sampled_from([-2, -1, 1, 2]))
    elif kind == "number" and isinstance(items[i], str) and items[i] not in ("split", "+", "-"):
        items[i] = str(Fraction(items[i]) + data.draw(st.sampled_from([-1, 1, Fraction(1, 2)])))
    elif kind == "drop":
        del items[i]
    elif kind == "repeat":
        items.append(deepcopy(items[i]))
    elif kind == "exchange":
        j = data.draw(st.integers(0, len(items) - 1))
        items[i], items[j] = items[j], items[i]
    elif isinstance(items[i], list):
        j = data.draw(st.integers(0, len(items) - 1))
        if not isinstance(items[j], list) or i == j:
            return
        if kind == "move" and items[i]:
            items[j].append(items[i].pop())
        elif all(isinstance(x, int) for x in items[i] + items[j]):
            # The symmetric difference: two faces become one.
            items[i] = sorted(set(items[i]) ^ set(items[j]))
            del items[j]


@pytest.mark.parametrize("case", range(len(CASES)))
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_damaged_evidence_proves_nothing_wrong(subject_of, case, data):
    layers, d, domain, evidence, truth = PREPARED[case]
    evidence = deepcopy(evidence)
    for _ in range(data.draw(st.integers(1, 3))):
        damage(data, evidence)
    names = TREE if "tree" in evidence else ALL
    try:
        found = counted(subject_of(layers, d), domain, evidence, names)
    except Rejected:
        return
    assert found == {name: truth[name] for name in names}


@settings(max_examples=200, deadline=None)
@given(data=st.data(), case=st.sampled_from([0, 1, 3, 4]))
def test_joined_and_moved_cells(subject_of, case, data):
    """Damage that keeps boundaries closed: cells are joined, left out, or a vertex is moved everywhere."""
    layers, d, domain, evidence, truth = PREPARED[case]
    evidence = deepcopy(evidence)
    cells = evidence["faces"][-1]
    kind = data.draw(st.sampled_from(["join", "leave out", "move", "merge vertices"]))
    i, j = (data.draw(st.integers(0, len(cells) - 1)) for _ in range(2))
    if kind == "join" and i != j:
        cells[i] = sorted(set(cells[i]) ^ set(cells[j]))
        del cells[j]
    elif kind == "leave out":
        del cells[i]
    else:
        rows = evidence["vertices"]
        p, q = (data.draw(st.integers(0, len(rows) - 1)) for _ in range(2))
        other = rows[q] if kind == "merge vertices" else [data.draw(st.sampled_from([-1, 0, 1])) for _ in rows[q]]
        moved = [a + b for a, b in zip(rows[p], other, strict=True)]
        rows[p] = list(tilings.primitive(moved)) if any(moved) else rows[p]
    for k in range(d - 1, -1, -1):  # leave out what lies in no cell any more
        upper = evidence["faces"][k]
        below = evidence["vertices"] if k == 0 else evidence["faces"][k - 1]
        used = sorted({x for face in upper for x in face})
        place = {x: n for n, x in enumerate(used)}
        upper[:] = [[place[x] for x in face] for face in upper]
        below[:] = [below[x] for x in used]
    try:
        found = counted(subject_of(layers, d), domain, evidence)
    except Rejected:
        return
    assert found == truth


# -- parts ------------------------------------------------------------------------------------------------------------


def test_a_wrong_domain_is_no_crash(build, subject_of):
    for domain in (None, 1, "some", [], [[]], [["0", "1"]], {"inequalities": 1}, {"inequalities": []}, {}):
        claim = {"rule": "regions", "domain": domain, "quantities": {"activation_regions": 6}}
        evidence = tilings.Tiling(N4, "all", 2).evidence()
        assert check_text(json.dumps(build.certificate(claim, subject_of(N4, 2), evidence))).word == "invalid"


numbers = st.integers(-3, 3) | st.integers(-(2**70), 2**70)


@given(st.lists(st.lists(st.integers(-2, 2), min_size=3, max_size=3), min_size=1, max_size=6))
def test_ranks(rows):
    assert rank(rows) == region_bounds.rank(rows) == len(independent(rows, 9))
    kept = independent(rows, 9)
    for i, row in enumerate(rows):
        before = [rows[j] for j in kept if j < i]
        assert (region_bounds.rank([*before, row]) > len(before)) == (i in kept)


@given(st.lists(st.lists(numbers, min_size=4, max_size=4), min_size=3, max_size=3))
def test_linear_maps(rows):
    basis, images = [row[:3] for row in rows], [row[3:] for row in rows]
    if rank(basis) == 3:
        den, columns = solve(basis, images)
        assert den > 0
        for row, (image,) in zip(basis, images, strict=True):
            assert sum(x * c[0] for x, c in zip(row, columns, strict=True)) == den * image


@given(st.data(), st.integers(1, 12), st.integers(1, 12))
def test_packed_products(data, n, m):
    row = st.lists(numbers, min_size=m, max_size=m)
    weight, bias = (
        data.draw(st.lists(row, min_size=n, max_size=n)),
        data.draw(st.lists(numbers, min_size=n, max_size=n)),
    )
    apply = Affine(weight, bias)
    for _ in range(6):
        units, one = data.draw(row), data.draw(st.integers(0, 2**40))
        expected = [
            sum(a * x for a, x in zip(r, units, strict=True)) + b * one for r, b in zip(weight, bias, strict=True)
        ]
        assert apply(units, one) == expected


def test_homogeneous_pass_is_the_network_at_w_1():
    layers = (
        Dense(2, ((1, -2), (3, 1)), (1, -1), 3), Clip(2, -1, 2, 2), Residual(2, (Dense(2, ((1, 0), (2, 5)), (7, 0), 4),)),
        Maxout(2, ((0, 1), (1,))), Relu(2),
    )  # fmt: skip
    point = forward(layers, (6, [5, -4]), ray=False)
    scaled = homogeneous(layers, [6, 5, -4])
    assert [Fraction(u, scaled.den) for u in scaled.units] == [6 * Fraction(u, point.den) for u in point.units]
    assert [(u > 0) - (u < 0) for u in scaled.walls] == point.signs


@given(st.lists(st.frozensets(st.integers(0, 3), min_size=1), max_size=4, unique=True), st.data())
def test_choices(supports, data):
    counts = [data.draw(st.integers(1, 4)) for _ in supports]
    assert count_choices(supports, counts) == region_bounds.choices(supports, counts)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5)), max_size=4), st.integers(1, 6))
def test_count_by_dimension(layers, d):
    sizes, ranks = [n for n, _ in layers], [min(n, r) for n, r in layers]
    assert count_by_dimension(sizes, ranks, d) == region_bounds.recursion(sizes, ranks, d)
