"""Rule `betti`: values known by hand, evidence by chance for regions cut out independently, and its parts."""

import json
from copy import deepcopy
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import decision_regions, strategies
from support import networks as net

from exactnet.check import check_text
from exactnet.check.areas import read_area
from exactnet.check.cells import Complex
from exactnet.check.formulas import BOUNDS
from exactnet.check.homology.decision import Members, Region
from exactnet.check.homology.groups import bounded_components, read_homology, transversal
from exactnet.check.homology.incidence import incidences
from exactnet.check.homology.smith import factors
from exactnet.check.homology.steps import reduce
from exactnet.check.instance import Instance
from exactnet.check.layers import Dense, Relu
from exactnet.check.shells import build, read_shells
from exactnet.check.subject import Network, read_subject
from exactnet.check.verdict import Rejected

KINDS = ("le", "lt", "ge", "gt", "eq")
DISTANCE = [net.ABS, net.dense([[1, 1]], [0])]
FOLDED = [net.ABS, net.dense([[1, 1]], [-2]), net.ABS]
BOX = [["-4", "4"], ["-4", "4"]]


def certificate(build, layers, domain, kind, level, rng, output=(0,), d=2):
    network = net.document(*layers, inputs=d)
    region = decision_regions.Region(network, domain, list(output), kind, level)
    betti = region.betti()
    claim = {
        "rule": "betti", "domain": domain, "output": list(output), "set": kind, "level": str(level), "betti": betti,
        "torsion": [[] for _ in betti], "euler": sum(betti[::2]) - sum(betti[1::2]),
    }  # fmt: skip
    subject = build.rehash({"type": "network", "network": network})
    return build.certificate(claim, subject, region.evidence(rng))


def verdict(document):
    return check_text(json.dumps(document))


@pytest.mark.parametrize(
    ("layers", "domain", "level", "known"),
    [
        (DISTANCE, "all", 1, ([1, 0], [1, 0], [1, 1], [1, 1], [1, 1])),
        (DISTANCE, "all", 0, ([1, 0], [0, 0], [1, 0], [1, 1], [1, 0])),
        (DISTANCE, BOX, 5, ([1, 0], [1, 0], [4, 0], [4, 0], [4, 0])),
        (FOLDED, "all", 1, ([1, 1], [1, 1], [2, 1], [2, 1], [2, 2])),
        (FOLDED, BOX, 2, ([1, 0], [1, 1], [2, 1], [4, 0], [2, 1])),
        ([net.RELU, net.dense([[1, 1]], [0])], "all", 0, ([1, 0], [0, 0], [1, 0], [1, 0], [1, 0])),
        ([net.dense([[0, 0]], [1])], "all", 1, ([1, 0], [0, 0], [1, 0], [0, 0], [1, 0])),
    ],
)
def test_known_answers(build, layers, domain, level, known):
    for kind, numbers in zip(KINDS, known, strict=True):
        for seed in range(3):
            document = certificate(build, layers, domain, kind, level, Random(seed))
            assert document["claim"]["betti"] == numbers
            assert str(verdict(document)) == "valid"


domains = st.sampled_from(["all", "box", "polytope"])


def domain_of(kind, d):
    if kind == "all":
        return kind
    if kind == "box":
        return [["-1", "3/2"], ["-2", "1"], ["0", "1"]][:d]
    return {"inequalities": [["2", *["-1"] * d], *[["1", *[str(int(i == j)) for j in range(d)]] for i in range(d)]]}


@settings(max_examples=60, deadline=None)
@given(data=st.data(), d=st.integers(1, 3), kind=domains, relation=st.sampled_from(KINDS))
def test_networks_agree_with_chains_of_cells(build, data, d, kind, relation):
    layers = data.draw(strategies.networks(inputs=d, depth=2, width=3 if d < 3 else 1))["layers"]
    level = data.draw(st.sampled_from([0, 1, Fraction(-1, 2)]))
    domain = domain_of(kind, d)
    region = decision_regions.Region(net.document(*layers, inputs=d), domain, [0], relation, level)
    if sum(map(len, region.tiling.faces)) > 100:
        return
    rng = data.draw(st.randoms(use_true_random=False))
    document = certificate(build, layers, domain, relation, level, rng, d=d)
    assert str(verdict(document)) == "valid"
    network = read_subject(document["subject"])
    found = read_homology(network, read_area(domain, d), Region([0], relation, Fraction(level)), document["evidence"])
    if relation == "le":
        assert bounded_components(found) == region.bounded_components()
    # Labels with domain walls are others; so are those of maxout groups.
    if domain == "all" and not any(layer["type"] == "maxout" for layer in layers):
        assert transversal(found) == region.transversal()


@settings(max_examples=150, deadline=None)
@given(data=st.data(), kind=st.sampled_from(KINDS), seed=st.integers(0, 5))
def test_damaged_evidence_proves_nothing_false(build, data, kind, seed):
    """Whatever the numbers that damaged evidence leads to, they are those of the region, or there are none."""
    document = certificate(build, FOLDED, BOX, kind, 1, Random(seed))
    evidence, true = deepcopy(document["evidence"]), document["claim"]["betti"]
    part = data.draw(st.sampled_from(["steps", "smith", "faces", "vertices"]))
    places = [x for x in lists(evidence[part]) if x]
    items = data.draw(st.sampled_from(places))
    i, j = (data.draw(st.integers(0, len(items) - 1)) for _ in range(2))
    change = data.draw(st.sampled_from(["drop", "repeat", "exchange", "number"]))
    if change == "drop":
        del items[i]
    elif change == "repeat":
        items.insert(j, deepcopy(items[i]))
    elif change == "exchange":
        items[i], items[j] = items[j], items[i]
    elif isinstance(items[i], int):
        items[i] += data.draw(st.sampled_from([-1, 1]))
    network = read_subject(document["subject"])
    try:
        found = read_homology(network, read_area(BOX, 2), Region([0], kind, Fraction(1)), evidence)
    except Rejected:
        return
    assert (found.betti, found.torsion) == (true, [[], []])


def lists(value):
    if isinstance(value, list):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from lists(item)


# -- incidence numbers -------------------------------------------------------------------------------------------------

ROWS = [[1, i, i * i] for i in range(9)]
SQUARE = [[0, 1], [1, 2], [2, 3], [3, 0]]


def test_incidence_numbers_follow_the_lists():
    assert incidences(Complex(ROWS, [[], SQUARE, [[0, 1, 2, 3]]]))[2] == [[1, 1, 1, 1]]
    assert incidences(Complex(ROWS, [[], [[0, 1], [2, 1], [2, 3], [0, 3]], [[2, 0, 3, 1]]]))[2] == [[1, 1, -1, -1]]


@pytest.mark.parametrize(
    ("edges", "faces"),
    [
        (SQUARE, [[0, 1, 2]]),
        ([[0, 1], [1, 2], [2, 0], [3, 4], [4, 5], [5, 3]], [[0, 1, 2, 3, 4, 5]]),
        ([[0, 1], [1, 2], [2, 0], [0, 3], [3, 4], [4, 0]], [[0, 1, 2, 3, 4, 5]]),
    ],
)
def test_faces_that_no_polygon_has(edges, faces):
    """An open line, two circles, two circles that meet in a vertex."""
    with pytest.raises(Rejected, match="boundary"):
        incidences(Complex(ROWS, [[], edges, faces]))


def test_a_one_sided_boundary_cannot_be_oriented():
    """The projective plane with six vertices is no boundary of a ball."""
    triangles = [
        (0, 1, 2),
        (0, 2, 3),
        (0, 3, 4),
        (0, 4, 5),
        (0, 1, 5),
        (1, 2, 4),
        (2, 3, 5),
        (1, 3, 4),
        (2, 4, 5),
        (1, 3, 5),
    ]
    edges = sorted({(t[i], t[j]) for t in triangles for i, j in ((0, 1), (0, 2), (1, 2))})
    faces = [[edges.index((t[i], t[j])) for i, j in ((0, 1), (0, 2), (1, 2))] for t in triangles]
    complex_ = Complex(ROWS, [[], [list(e) for e in edges], faces, [list(range(10))]])
    with pytest.raises(Rejected, match="cannot be oriented"):
        incidences(complex_)


# -- steps and forms ---------------------------------------------------------------------------------------------------

# A circle: vertices 0, 1, 2, edges 3 (0 to 1), 4 (1 to 2), 5 (0 to 2).
CIRCLE = Members([0, 3, 6], [0, 0, 0, 1, 1, 1], [[], [], [], [(0, -1), (1, 1)], [(1, -1), (2, 1)], [(0, -1), (2, 1)]])


def test_pairs_leave_a_smaller_complex():
    assert reduce(CIRCLE, [[0, 0], [1, 0, 1], [1, 1, 2], [1, 2]], closed=True) == ([1, 1], [[], [{}]])
    counts, columns = reduce(CIRCLE, [[0, 0], [0, 1], [1, 0], [1, 1, 2], [1, 2]], closed=True)
    assert (counts, columns) == ([2, 2], [[], [{0: -1, 1: 1}, {0: -1, 1: 1}]])


@pytest.mark.parametrize(
    "steps",
    [
        [[1, 0, 1], [1, 1, 2], [1, 2, 0]],
        [[0, 0], [1, 1, 2], [1, 0, 1], [1, 2]],
        [[0, 0], [0, 1], [1, 0, 1], [1, 1, 2], [1, 2]],
        [[0, 0], [1, 0, 1], [1, 1, 2]],
        [[0, 0], [1, 0, 2], [1, 1, 1], [1, 2]],
    ],
)
def test_steps_in_a_wrong_order(steps):
    with pytest.raises(Rejected, match="steps"):
        reduce(CIRCLE, steps, closed=True)


def rest(left, left_inverse, right, right_inverse):
    return {"left": left, "left_inverse": left_inverse, "right": right, "right_inverse": right_inverse}


ONE = [[1, 0], [0, 1]]


def test_factors():
    """diag(2, 3) has the factors 1 and 6."""
    columns = [{0: 2}, {1: 3}, {}]
    form = {"pivots": [], "rest": rest([[-1, 1], [3, -2]], [[2, 1], [3, 1]], [[1, -3], [1, -2]], [[-2, 3], [-1, 1]])}
    assert factors(columns, form, "S") == [1, 6]
    # 4 - 2 * 1 is left beside the pivot 1.
    assert factors([{0: 1, 1: 2}, {0: 1, 1: 4}], {"pivots": [[0, 0]], "rest": rest(*[[[1]]] * 4)}, "S") == [1, 2]
    assert factors([{0: 1, 1: 2}, {0: 1, 1: 2}], {"pivots": [[0, 1]], "rest": None}, "S") == [1]
    assert factors([], {"pivots": [], "rest": None}, "S") == []


@pytest.mark.parametrize(
    ("columns", "form", "step"),
    [
        ([{0: 2}], {"pivots": [[0, 0]], "rest": None}, "pivots"),
        ([{0: 1}], {"pivots": [[0, 0], [0, 0]], "rest": None}, "pivots"),
        ([{0: 1, 1: 1}, {0: 1, 1: 1}], {"pivots": [[0, 0], [1, 1]], "rest": None}, "pivots"),
        ([{0: 1}], {"pivots": [[0, 1]], "rest": None}, "pivots"),
        ([{0: 2}], {"pivots": [], "rest": None}, "rest"),
        ([{}], {"pivots": [], "rest": rest([], [], [], [])}, "rest"),
        ([{0: 2}, {1: 3}], {"pivots": [], "rest": rest(ONE, ONE, ONE, ONE)}, "rest"),
        ([{0: 1, 1: 1}, {0: 1, 1: 1}], {"pivots": [], "rest": rest([[0, 0], [0, 1]], ONE, ONE, ONE)}, "rest"),
        ([{0: 1}, {1: 2}], {"pivots": [], "rest": rest([[2, 0], [0, 1]], [[1, 0], [0, 1]], ONE, ONE)}, "rest"),
    ],
)
def test_wrong_forms(columns, form, step):
    with pytest.raises(Rejected, match=step):
        factors(columns, form, "S")


# -- bounds ------------------------------------------------------------------------------------------------------------


def shells(sizes, teeth, widths):
    layers = []
    for weight, bias in build(sizes, teeth, widths):
        layers += [Dense(len(weight), tuple(map(tuple, weight)), tuple(bias), 1), Relu(len(weight))]
    return Network(tuple(layers[:-1]), 1, len(widths) + 1)


def test_shells_written_out():
    """Two inputs, one spare unit, two teeth a coordinate; w = 1, so that no shell is made."""
    assert build([5], [2], [1]) == [
        ([[2, 0], [2, 0], [0, 2], [0, 2], [0, 0]], [0, -1, 0, -1, -1]),
        ([[8, -16, -8, 16, 0]] * 3, [3 - 8, 2 - 8, 1 - 8]),
        ([[0, 0, 0]], [1]),
    ]
    assert build([4], [2], [5])[-1] == ([[-2, 4, -4, 4, -2, 0, 0]], [1])


def test_shells_are_recognised():
    assert read_shells(shells([4], [2], [3])) == (2, [3])
    assert read_shells(shells([13, 6], [4, 2], [0, 2])) == (8, [0, 2])
    network = shells([4], [2], [3])
    *layers, last = network.layers
    other = Dense(1, last.weight, (2,), 1)
    assert read_shells(Network((*layers, other), 1, 2)) is None
    assert read_shells(shells([8], [2], [3])) is None
    assert read_shells(Network((Relu(2),), 2, 2)) is None


@pytest.mark.parametrize(
    ("bound", "k", "expected"),
    [
        # M = 8, w = (3, 2): 4 * 5 * 1 + 16 * 5 * 1, and (M/2)^k (M/2 - 1) floor(w_k / 2).
        ("ergen2023.theorem13_least", 0, 100), ("ergen2023.theorem13_most", 1, 12), ("ergen2023.theorem13_most", 2, 48),
        # (M/2) (M/2 - 1) ceil(w_1 / 2)
        ("ergen2023.theorem13_printed_least", 2, 24), ("ergen2023.theorem13_printed_most", 2, 24),
    ],
)  # fmt: skip
def test_values_for_shells(bound, k, expected):
    network = shells([13, 6], [4, 2], [3, 2])
    assert BOUNDS[bound].value(Instance(network, k, Fraction(0))) == expected


@pytest.mark.parametrize(("k", "nerve", "proposition18"), [(0, 7, 7), (1, 21, 7)])
def test_values_of_the_other_bounds(k, nerve, proposition18):
    """Three lines make 7 regions; C(7, k + 1) and C(7, 2 - k)."""
    network = Network((Dense(3, ((1, 0), (0, 1), (1, 1)), (0, 0, -1), 1), Relu(3)), 3, 2)
    instance = Instance(network, k, Fraction(0))
    assert BOUNDS["ergen2023.nerve"].value(instance) == nerve
    assert BOUNDS["ergen2023.proposition18"].value(instance) == proposition18


def test_a_first_layer_of_low_rank_lowers_the_binomial():
    network = Network((Dense(3, ((1, 0), (2, 0), (-1, 0)), (0, 0, -1), 1), Relu(3)), 3, 2)
    assert BOUNDS["ergen2023.proposition18"].value(Instance(network, 1, Fraction(0))) == 1
