"""Networks of one input, compiled: against a recursion over affine pieces in Fractions."""

import random
from fractions import Fraction
from itertools import pairwise, product

import pytest
from support import networks as net
from support.maps import fraction

from exactnet.compile import Domain, compile_map, restrict_to_line
from exactnet.errors import InputError, UndecidedError
from exactnet.model.reader import network_from_json

F = Fraction
DOMAINS = [(F(0), F(1)), (F(-3), F(5, 2)), (F(1, 7), F(2, 7)), (None, None)]


def domain_of(low, high):
    return Domain.line() if low is None else Domain.of(low, high)


def samples(states, low, high):
    """Piece ends, middles, and points far out on the rays."""
    ends = [e for left, right, *_ in states for e in (left, right) if e is not None]
    inner = sorted({*ends, *((a + b) / 2 for a, b in pairwise(ends))}) or [F(0)]
    far = [inner[0] - 10**9, inner[-1] + F(10**25, 3)] if low is None else [low, high]
    return [*inner, *far]


def check(layers, low, high):
    """All counts and values of a network agree with the recursion."""
    states = net.states_on_line(layers, low, high)
    found = restrict_to_line(network_from_json(net.document(*layers)), domain_of(low, high))
    pieces, regions, unit_pieces = net.counts(states)
    assert (found.affine_pieces, found.activation_regions, found.unit_pieces) == (pieces, regions, unit_pieces)
    points = samples(states, low, high)
    values = [[fraction(y) for y in row] for row in found.network.at([[x] for x in points])]
    assert values == [net.evaluate(layers, [x]) for x in points]
    if found.network.outputs == 1:
        assert [fraction(found.map(x)) for x in points] == [row[0] for row in values]
        assert found.map.pieces == pieces
        assert fraction(found.map.lipschitz) == max(abs(s) for s in net.slopes(states))
    # between neighbouring breakpoints nothing bends: every change of the pattern is at one of them
    breaks = {fraction(x) for x in found.breakpoints}
    for before, after in pairwise(states):
        if before[3] != after[3] or before[2] != after[2]:
            assert before[1] in breaks


HAND_MADE = {
    "tent": [net.dense([[1], [2]], [0, -1]), net.RELU, net.dense([[2, -2]], [0])],
    "identity": [net.dense([[1]], [0])],
    "constant": [net.dense([[0]], ["2/3"]), net.RELU],
    "dead units": [net.dense([[1], [0], [0]], [0, 0, -1]), net.RELU, net.dense([[1, 1, 1]], [0])],
    "duplicate units": [net.dense([[1], [1], [2]], [-1, -1, -2]), net.RELU, net.dense([[1, -1, 0]], [0]), net.ABS],
    "breakpoint at an end": [net.dense([[1], [1], [1]], [0, -1, "-1/2"]), net.RELU],
    "only touches zero": [net.ABS, net.RELU, net.dense([[-1]], [0]), net.RELU],
    "cancels to a line": [net.dense([[1], [-1]], [0, 0]), net.RELU, net.dense([[1, -1]], [0])],
    "regions without pieces": [net.dense([[1], [-1]], [-1, 1]), net.RELU, net.dense([[1, -1]], [1]), net.leaky(1)],
    "residual": [net.residual(net.dense([[2]], [-1]), net.ABS), net.residual(net.RELU)],
    "residual that cancels": [net.residual(net.dense([[-1]], [0])), net.RELU],
    "nested residual": [
        net.dense([[1], [-2]], [0, 1]),
        net.residual(net.RELU, net.residual(net.dense([[1, 1], [-1, 0]], [0, "1/3"]), net.ABS), net.HARD_TANH),
        net.dense([[1, 1]], [0]),
    ],
    "maxout": [net.dense([[1], [-1], [0]], [0, 1, "3/4"]), net.maxout([0, 1, 2], [2, 1])],
    "maxout with equal units": [net.dense([[1], [1], [-1]], [0, 0, 0]), net.maxout([0, 1], [1, 0], [0, 1, 2])],
    "maxout where three meet": [net.dense([[1], [-1], [2]], [0, 0, 0]), net.maxout([2, 1, 0])],
    "clip": [net.clip("1/4", "3/4"), net.dense([[4]], [-1]), net.HARD_TANH],
    "leaky with negative slope": [net.leaky(-2), net.dense([[1]], [-1]), net.leaky("-1/2")],
    "several outputs": [net.dense([[1], [2]], [0, -1]), net.RELU, net.dense([[1, 1], [1, -1], [0, 0]], [0, 0, 5])],
    "flat far out, bends again in the middle": [
        net.HARD_TANH,
        net.dense([[3], [3]], [-1, 1]),
        net.ABS,
        net.dense([[1, -1]], [0]),
    ],
    "ray that meets zero late": [
        net.dense([[1], ["-1/1000"]], [0, 1000]),
        net.RELU,
        net.dense([[1, -1]], [-999]),
        net.ABS,
    ],
}


@pytest.mark.parametrize("name", HAND_MADE)
@pytest.mark.parametrize("domain", DOMAINS, ids=str)
def test_hand_made_networks(name, domain):
    check(HAND_MADE[name], *domain)


@pytest.mark.parametrize("seed", range(40))
def test_networks_with_weights_minus_one_zero_and_one(seed):
    # coincident breakpoints, cancelling units and dead units are the rule here
    rng = random.Random(seed)
    widths = [1, *(rng.randint(1, 4) for _ in range(rng.randint(1, 3)))]
    layers = []
    for n, m in pairwise(widths):
        layers.append(
            net.dense(
                [[rng.randint(-1, 1) for _ in range(n)] for _ in range(m)], [rng.randint(-1, 1) for _ in range(m)]
            )
        )
        layers.append(rng.choice([net.RELU, net.RELU, net.ABS, net.HARD_TANH, net.leaky(-1)]))
        if rng.random() < 0.3:
            layers.append(
                net.maxout(
                    *([rng.randrange(m), i] if (i != 0) else [0] for i in range(m))
                    if m == 1
                    else ([i, (i + 1) % m] for i in range(m))
                )
            )
    check(layers, None, None)
    check(layers, F(-1), F(2))


def test_every_relu_layer_of_two_units_with_small_weights():
    for a, b, c, d, s in product((-1, 0, 1), repeat=5):
        layers = [net.dense([[a], [c]], [b, d]), net.RELU, net.dense([[1, s]], [0]), net.RELU]
        check(layers, None, None)


@pytest.mark.parametrize("seed", range(6))
def test_weights_of_two_hundred_bits(seed):
    rng = random.Random(seed)
    wide = lambda: F(rng.randint(-(2**200), 2**200), rng.randint(2**190, 2**200))  # noqa: E731
    layers = [net.dense([[wide()] for _ in range(3)], [wide() for _ in range(3)])]
    for _ in range(2):
        layers += [rng.choice([net.RELU, net.ABS, net.leaky(wide())])]
        layers += [net.dense([[wide() for _ in range(3)] for _ in range(3)], [wide() for _ in range(3)])]
    layers += [net.residual(net.RELU), net.maxout([0, 1], [2]), net.dense([[wide(), wide()]], [wide()])]
    check(layers, None, None)
    check(layers, F(-5), F(7, 2))


def test_numbers_that_grow_past_int64_on_the_way():
    # 20 layers whose denominators multiply: the first fit into int64, the last do not
    layers = []
    for i in range(20):
        layers += [net.dense([["3/7"], ["-5/11"]], [f"1/{i + 2}", "2/13"]), net.RELU, net.dense([[2, 3]], ["-1/17"])]
    check(layers, None, None)


def test_the_order_of_numbers_in_one_edge_is_exact():
    # many breakpoints within one edge, some closer than doubles can tell
    n = 10**18
    cuts = [F(1, 3), F(1, 3) + F(1, n), F(1, 3) - F(1, n), F(1, 3) + F(1, n + 1), F(1, 2)]
    layers = [net.dense([[1]] * 5, [-c for c in cuts]), net.RELU, net.dense([[1, 2, 3, 4, 5]], [0])]
    check(layers, F(0), F(1))


def test_more_inputs_or_outputs_than_one_are_refused_where_one_is_needed():
    two = network_from_json(net.document(net.dense([[1, 1]], [0]), inputs=2))
    with pytest.raises(InputError, match="2 inputs"):
        restrict_to_line(two, Domain.line())
    outputs = network_from_json(net.document(net.dense([[1], [2]], [0, 0])))
    with pytest.raises(InputError, match="2 outputs"):
        compile_map(outputs, Domain.of(0, 1))


def test_the_limit_on_vertices_is_kept():
    layers = [layer for _ in range(12) for layer in HAND_MADE["tent"]]
    network = network_from_json(net.document(*layers))
    with pytest.raises(UndecidedError, match="limit of 1000"):
        restrict_to_line(network, Domain.of(0, 1), max_vertices=1000)
    assert restrict_to_line(network, Domain.of(0, 1)).affine_pieces == 2**12


def test_progress_counts_every_elementary_layer():
    seen = []
    layers = HAND_MADE["nested residual"]
    restrict_to_line(network_from_json(net.document(*layers)), Domain.of(0, 1), progress=lambda *a: seen.append(a))
    assert [done for done, _, _ in seen] == list(range(1, 7))
    assert {total for _, total, _ in seen} == {6}


@pytest.mark.parametrize("ends", [(1, 0), (1, 1), ("1/2", "0.5")])
def test_empty_domains_are_refused(ends):
    with pytest.raises(InputError, match="empty or a point"):
        Domain.of(*ends)


@pytest.mark.parametrize("text", ["", "box:", "box:1", "box:0,1,2", "box:1,0", "0,1", "ALL", "box:0;1", "box:a,b"])
def test_domains_that_are_not_understood_are_refused(text):
    with pytest.raises(InputError):
        Domain.parse(text)


def test_domains_are_read_and_written():
    assert Domain.parse("all") == Domain.line()
    assert Domain.parse("all").to_json() == "all"
    assert Domain.parse("box:-0.5,4/2").to_json() == ["-1/2", "2"]
    assert Domain.of(0, 1) != Domain.line()


LARGE = {
    "large slope": [net.dense([[0]], [0]), net.leaky(2**63)],
    "small slope": [net.leaky(f"1/{2**63}")],
    "slope of a double": [net.leaky(Fraction(0.01)), net.leaky(Fraction(0.3))],
    "far clip": [net.dense([[0]], [0]), net.clip(-1, 2**64)],
    "block with a large denominator": [net.dense([[0]], [0]), net.residual(net.dense([[f"1/{2**64}"]], [1]))],
    "block of doubles": [net.residual(net.dense([[Fraction(0.1)]], [0]), net.leaky(Fraction(0.01)))],
}


@pytest.mark.parametrize("name", LARGE)
def test_numbers_beyond_int64_meet_units_that_are_zero(name):
    check(LARGE[name], None, None)
    check(LARGE[name], F(-1), F(1))
    network = network_from_json(net.document(*LARGE[name]))
    for x in (F(0), F(1), F(-1)):
        assert fraction(network(x)[0]) == net.evaluate(LARGE[name], [x])[0]
