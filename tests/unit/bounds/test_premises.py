"""The bounds on regions: their premises, one by one and in order, and their values by hand."""

import pytest
from support import networks as net

from exactnet.bounds import REGISTRY, Case, NotApplicable, NotAttempted
from exactnet.bounds.premises import SEMI_ALGEBRAIC
from exactnet.compile import PiecewiseLinearMap
from exactnet.model.reader import network_from_json
from exactnet.verification import verify

TENT = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])


def ones(n, m):
    return net.dense([[1] * m] * n, [0] * n)


def relu(inputs, *widths):
    """A relu network of these widths; its weights do not matter here."""
    layers = []
    for before, n in zip((inputs, *widths), widths, strict=False):
        layers += [ones(n, before), net.RELU]
    return network_from_json(net.document(*layers, ones(1, widths[-1]), inputs=inputs))


def of(inputs, *layers):
    return network_from_json(net.document(*layers, inputs=inputs))


AFFINE = of(2, ones(2, 2))
RESIDUAL = of(2, net.residual(ones(2, 2), net.RELU))
NETWORK, RELU = "the subject is a network", "a chain of dense and relu layers, with at least one relu layer"
POINTWISE = (
    "a chain of dense layers and of activations of single units (relu, leaky_relu, abs, clip, hard_tanh), "
    "with at least one activation"
)
MAXOUT = "a chain of dense and maxout layers, with at least one maxout layer"
CLIPS = "a chain of dense, hard_tanh and clip layers, not all dense"
ONE_WIDTH = "all layers that bend have the same width k"
ONE = "exactly one relu layer"
TRIPLE = "every width n_l is at least three times the number d of inputs"
WIDE = "every width n_l is at least the number d of inputs"


TOPOLOGICAL = ("betti", "bounded_components", "rank_increase", "stable")
"""See test_topology.py."""


def many_supports(count):
    rows = [[(n >> i) & 1 for i in range(4)] for n in range(1, count + 1)]
    return of(4, net.dense(rows, [0] * count), net.RELU)


FAILS = [
    *((name, TENT, NETWORK) for name, bound in REGISTRY.items() if bound.quantity == "activation_regions"),
    *(
        (name, subject, RELU)
        for name in REGISTRY
        if RELU in [premise.text for premise in REGISTRY[name].premises]
        and name != "serra2018.theorem5"
        and REGISTRY[name].quantity not in TOPOLOGICAL
        for subject in (AFFINE, RESIDUAL, of(2, net.RELU, net.ABS))
        if name not in ("arora2018.pieces", "telgarsky2015.classification")
    ),
    ("arora2018.pieces", relu(2, 3), "one input"),
    ("arora2018.pieces", of(1, net.ABS), RELU),
    ("arora2018.pieces", relu(1, 3, 3), ONE),
    ("zaslavsky", relu(2, 3, 3), ONE),
    ("zaslavsky.rank", relu(2, 3, 3), ONE),
    ("xiong2020.supports", relu(2, 3, 3), ONE),
    ("xiong2020.supports", of(2, net.RELU, ones(2, 2)), "a dense layer before the relu layer"),
    ("goujon2024.upper", AFFINE, POINTWISE),
    ("goujon2024.upper", RESIDUAL, POINTWISE),
    ("goujon2024.upper", of(2, net.maxout([0, 1])), POINTWISE),
    ("raghu2017.relu", relu(2, 3, 4), ONE_WIDTH),
    ("raghu2017.hard_tanh", AFFINE, CLIPS),
    ("raghu2017.hard_tanh", relu(2, 3), CLIPS),
    ("raghu2017.hard_tanh", of(2, net.HARD_TANH, ones(3, 2), net.HARD_TANH), ONE_WIDTH),
    ("raghu2017.segment", relu(2, 3), "one input"),
    ("raghu2017.segment", of(1, net.polynomial(0, 0, 1)), "the subject is piecewise linear"),
    ("serra2018.maxout", AFFINE, MAXOUT),
    ("serra2018.maxout", of(2, net.maxout([0, 1]), net.RELU), MAXOUT),
    ("serra2018.maxout", of(2, net.residual(net.maxout([0, 1], [1, 0]))), MAXOUT),
    ("serra2018.maxout", of(3, net.maxout([0, 1], [0, 1, 2])), "all groups of all maxout layers have the same size"),
    ("serra2018.maxout", of(3, net.maxout([0], [1])), "a group has at least two units"),
    ("montufar2014.lower", relu(3, 3, 2), WIDE),
    ("pascanu2013.lower", relu(3, 2, 3), WIDE),
    ("serra2018.lower", relu(2, 6, 5), TRIPLE),
    ("serra2018.lower", relu(2, 5, 6), TRIPLE),
    ("serra2018.lower_size", relu(2, 4), "at least two relu layers"),
    ("serra2018.lower_size", relu(2, 5, 3), "the first width is even"),
    ("serra2018.lower_size", relu(2, 4, 3, 4), "all later widths are equal"),
    ("serra2018.lower_size", relu(2, 4, 2, 2), "the later widths are at least 3"),
]

# V = 5001, 5100, 5100 and 250,000
LARGE = [
    ("serra2018.lower", relu(1, 5000), "5,001"),
    ("montufar2014.lower", relu(1, 100, 50), "5,100"),
    ("pascanu2013.lower", relu(1, 100, 50), "5,100"),
    ("serra2018.lower_size", relu(1, 2, 49, 49, 49), "250,000"),
]


@pytest.mark.parametrize(("name", "subject", "premise"), FAILS)
def test_the_first_premise_that_fails_is_named(name, subject, premise):
    (row,) = verify(Case(subject), [name]).rows
    assert row.verdict == NotApplicable(premise)
    assert row.premises[-1] == (premise, False)
    assert all(holds for _, holds in row.premises[:-1])
    assert [text for text, _ in row.premises] == [p.text for p in REGISTRY[name].premises][: len(row.premises)]
    assert row.measured is None
    assert row.value is None
    assert not row.to_json()["witness"]


def test_every_premise_of_the_bounds_on_regions_fails_for_some_subject():
    named = {(name, premise) for name, _, premise in FAILS}
    for name, bound in REGISTRY.items():
        if bound.quantity == "activation_regions":
            texts = {premise.text for premise in bound.premises}
            assert {p for n, p in named if n == name} >= texts


def test_the_sum_over_supports_is_given_up_where_it_is_too_long():
    rows = [[int(i != k) for i in range(40)] for k in range(8) for _ in range(20)]
    (row,) = verify(Case(of(40, net.dense(rows, [0] * 160), net.RELU)), ["xiong2020.supports"]).rows
    assert row.verdict == NotAttempted("the sum has more than 100,000 terms")
    assert all(holds for _, holds in row.premises)
    (row,) = verify(Case(many_supports(9)), ["xiong2020.supports"]).rows
    assert row.verdict == NotAttempted("units read 9 different sets of inputs; no sum is taken over more than 8")


@pytest.mark.parametrize(("name", "subject", "size"), LARGE)
def test_large_witnesses_are_not_counted_unasked(name, subject, size):
    result = verify(Case(subject))
    (row,) = (row for row in result.skipped if row.bound.id == name)
    assert name not in {row.bound.id for row in result.rows}
    assert row.reason == (
        f"the witness would have {size} regions or more; no more than 5,000 are counted unless the bound is named in --bounds"
    )
    assert all(holds for _, holds in row.premises)
    assert not result.undecided


def test_a_large_witness_is_counted_if_it_is_asked_for():
    name, subject, _ = LARGE[1]
    (row,) = verify(Case(subject), [name]).rows
    assert (row.verdict.word, row.value) == ("proved", 5100)
    (row,) = verify(Case(subject, max_cells=5099), [name]).rows
    assert row.verdict.word == "unknown"
    assert row.reason == "the witness would have 5,100 regions or more; no more than 5,099 are counted (--max-cells)"
    (row,) = verify(Case(relu(1, *[30] * 40)), [name]).rows
    assert row.reason.startswith("the witness would have 10^59 regions or more")


def test_one_dimensional_bounds_are_not_applicable_to_several_inputs():
    others = ("activation_regions", "persistence", *TOPOLOGICAL)
    for row in verify(Case(relu(3, 3)), [n for n, b in REGISTRY.items() if b.quantity not in others]).rows:
        about_curves = row.bound.premises[0] == SEMI_ALGEBRAIC or row.bound.id == "bianchini2014.components"
        assert row.verdict == NotApplicable(row.bound.premises[0].text if about_curves else "one input")


@pytest.mark.parametrize(
    ("name", "subject", "value"),
    [
        ("zaslavsky", relu(2, 4), 11),
        ("zaslavsky", relu(3, 4), 15),
        ("zaslavsky", relu(1, 4), 5),
        ("zaslavsky.rank", relu(3, 4), 5),  # all weights are 1: rank 1
        ("zaslavsky.rank", of(3, net.RELU), 8),
        ("arora2018.pieces", relu(1, 7), 8),
        ("serra2018.upper", relu(2, 3, 3), 40),
        ("serra2018.rank", relu(2, 3, 3), 16),  # both ranks are 1: 4 * 4
        ("montufar2017.upper", relu(2, 3, 3), 49),
        ("montufar2017.upper", relu(3, 4, 2, 4), 15 * 4 * 11),
        ("goujon2024.upper", relu(2, 3, 3), 49),
        ("goujon2024.upper", of(2, ones(3, 2), net.HARD_TANH), 1 + 3 * 2 + 3 * 4),
        ("goujon2024.upper", of(2, ones(3, 2), net.clip(0, 1), ones(1, 3), net.ABS), 19 * 2),
        ("goujon2024.upper", of(2, net.leaky("1/2"), net.leaky(3)), 4 * 4),
        ("raghu2017.relu", relu(2, 3, 3), 49),
        ("raghu2017.relu", relu(1, 2), 3),  # not k^(m n) = 2
        ("raghu2017.relu", relu(3, 2, 2), 16),
        ("raghu2017.hard_tanh", of(2, ones(3, 2), net.HARD_TANH, ones(3, 3), net.clip(0, 1)), 19**2),
        ("raghu2017.segment", of(1, ones(3, 1), net.maxout([0, 1, 2], [1, 2]), net.HARD_TANH), 4 * 5),
        ("serra2018.maxout", of(2, ones(6, 2), net.maxout([0, 1, 2], [3, 4, 5])), 1 + 6 + 15),  # Z(3 * 2, 2)
        ("serra2018.maxout", of(2, net.maxout([0, 1]), net.dense([[1], [2]], [0, 0]), net.maxout([0, 1])), 2 * 2),
        ("xiong2020.supports", of(2, net.dense([[1, 0], [2, 0], [0, 3], [1, 1]], [0] * 4), net.RELU), 10),
        ("montufar2014.lower", relu(2, 5, 3), 2**2 * 7),
        ("pascanu2013.lower", relu(2, 5, 3), 2 * 7),
        ("serra2018.lower", relu(2, 7, 6), 4**2 * 22),
        ("serra2018.lower", relu(1, 3, 4), 20),
        ("serra2018.lower_size", relu(2, 6, 3, 3), 2 * 3 * 16),
        ("serra2018.lower_size", relu(1, 6, 3), 2 * 4),
        ("serra2018.lower_size", relu(3, 2, 3), 2 * 4),
    ],
)
def test_values_by_hand(name, subject, value):
    case = Case(subject)
    assert all(premise.holds(case) for premise in REGISTRY[name].premises)
    assert REGISTRY[name].value(case, {}) == value
