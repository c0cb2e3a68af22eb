"""Hypothesis strategies: numbers, networks and interval maps, degenerate ones first."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from support import networks as net

# weights such as -1, 0, 1 make duplicate units, dead units and breakpoints that coincide
SIGNS = st.sampled_from([-1, 0, 1])
SMALL = st.one_of(
    SIGNS.map(Fraction),
    st.builds(Fraction, st.integers(-6, 6), st.sampled_from([1, 2, 3, 5])),
)
WIDE = st.builds(Fraction, st.integers(-(2**200), 2**200), st.integers(1, 2**200))


@st.composite
def dense_layers(draw, inputs, outputs, numbers=SMALL):
    weight = [[draw(numbers) for _ in range(inputs)] for _ in range(outputs)]
    return net.dense(weight, [draw(numbers) for _ in range(outputs)])


@st.composite
def bending_layers(draw, width):
    """A layer that bends, and its output width."""
    kind = draw(st.sampled_from(["relu", "relu", "leaky", "abs", "hard_tanh", "clip", "maxout"]))
    if kind == "maxout":
        groups = draw(
            st.lists(
                st.lists(st.integers(0, width - 1), min_size=1, max_size=3, unique=True), min_size=1, max_size=width
            )
        )
        return net.maxout(*groups), len(groups)
    if kind == "clip":
        low = draw(SMALL)
        return net.clip(low, low + draw(st.sampled_from([Fraction(1, 3), Fraction(1), Fraction(5, 2)]))), width
    if kind == "leaky":
        return net.leaky(draw(SMALL)), width
    return {"type": kind}, width


@st.composite
def polynomial_pieces(draw):
    """Breakpoints and coefficients of polynomials that agree at them."""
    breakpoints = sorted(draw(st.lists(SMALL, max_size=3, unique=True)))
    pieces = [draw(st.lists(SMALL, min_size=1, max_size=4))]
    for t in breakpoints:
        piece = draw(st.lists(SMALL, min_size=1, max_size=4))
        jump = sum(c * t**k for k, c in enumerate(pieces[-1])) - sum(c * t**k for k, c in enumerate(piece))
        pieces.append([piece[0] + jump, *piece[1:]])
    return breakpoints, pieces


@st.composite
def semialgebraic_layers(draw, width):
    """A layer that is not piecewise linear, and its output width."""
    kind = draw(st.sampled_from(["polynomial", "pieces", "power", "rational", "quotients", "product"]))
    match kind:
        case "polynomial":
            return net.polynomial(*draw(st.lists(SMALL, min_size=1, max_size=4))), width
        case "pieces":
            breakpoints, pieces = draw(polynomial_pieces())
            return net.piecewise_polynomial(breakpoints, *pieces), width
        case "power":
            return net.relu_power(draw(st.integers(1, 4))), width
        case "rational":
            # (u - r)^2 + s with s > 0
            r, s = draw(SMALL), draw(st.sampled_from([Fraction(1, 3), Fraction(1), Fraction(7, 2)]))
            scale = draw(st.sampled_from([1, -2, Fraction(1, 3)]))
            denominator = [scale * (r * r + s), -2 * scale * r, scale]
            return net.rational(draw(st.lists(SMALL, min_size=1, max_size=4)), denominator), width
        case "quotients":
            # slope u/(1 - u/s) up to 0 and slope u/(1 + u/s) beyond
            slope, s = draw(SMALL), draw(st.sampled_from([Fraction(1, 3), Fraction(1), Fraction(7, 2)]))
            pieces = [((0, slope), (1, sign / s)) for sign in (-1, 1)]
            return net.rational_pieces([0], *pieces), width
        case _:
            index = st.integers(0, width - 1)
            pairs = draw(st.lists(st.tuples(index, index), min_size=1, max_size=3))
            return net.product(*pairs), len(pairs)


@st.composite
def chains(draw, inputs, depth=3, width=3, numbers=SMALL, blocks=True, bending=bending_layers):
    """Layers that fit one another, and the output width; ``bending`` draws those that are not affine."""
    layers, entering = [], inputs
    for _ in range(draw(st.integers(1, depth))):
        choice = draw(st.integers(0, 5))
        if choice == 0 and blocks:
            inside, leaving = draw(
                chains(entering, depth=2, width=width, numbers=numbers, blocks=draw(st.booleans()), bending=bending)
            )
            if leaving != entering:
                inside.append(draw(dense_layers(leaving, entering, numbers)))
            layers.append(net.residual(*inside))
            continue
        if choice > 1:
            leaving = draw(st.integers(1, width))
            layers.append(draw(dense_layers(entering, leaving, numbers)))
            entering = leaving
        layer, entering = draw(bending(entering))
        layers.append(layer)
    if draw(st.booleans()):
        leaving = draw(st.integers(1, 2))
        layers.append(draw(dense_layers(entering, leaving, numbers)))
        entering = leaving
    return layers, entering


@st.composite
def networks(draw, inputs=1, outputs=None, **options):
    """Documents of networks; ``outputs=1`` appends a dense layer where needed."""
    layers, width = draw(chains(inputs, **options))
    if outputs is not None and width != outputs:
        layers.append(draw(dense_layers(width, outputs, options.get("numbers", SMALL))))
    return net.document(*layers, inputs=inputs)


@st.composite
def semialgebraic_networks(draw, inputs=1, **options):
    """Documents of networks of layers of all kinds."""

    def bending(width):
        return st.one_of(bending_layers(width), semialgebraic_layers(width))

    layers, width = draw(chains(inputs, bending=bending, **options))
    layer, _ = draw(semialgebraic_layers(width))
    return net.document(*layers, layer, inputs=inputs)


@st.composite
def lattice_heights(draw, largest=7):
    k = draw(st.integers(1, largest))
    return tuple(draw(st.lists(st.integers(0, k), min_size=k + 1, max_size=k + 1)))


@st.composite
def self_maps(draw, largest=6):
    """Graphs of maps of [0, 1] into itself with plateaus, ties and orbits that meet."""
    grid = draw(st.sampled_from([4, 6, 7, 12]))
    xs = draw(st.lists(st.integers(1, grid - 1), max_size=min(largest, grid - 1), unique=True))
    fine = draw(st.sampled_from([grid, grid, 5 * grid]))
    return [(Fraction(x, grid), Fraction(draw(st.integers(0, fine)), fine)) for x in [0, *sorted(xs), grid]]


@st.composite
def functions(draw, largest=5):
    """Graphs of functions on [0, 1] with any values."""
    xs = draw(st.lists(st.integers(1, 11), max_size=largest, unique=True))
    return [(Fraction(x, 12), draw(SMALL)) for x in [0, *sorted(xs), 12]]


@st.composite
def zigzags(draw):
    """Maps of [0, 1] with 2 to 6 laps, none of them flat."""
    pieces = draw(st.integers(2, 6))
    grid = draw(st.sampled_from([6, 7, 12, 30]))
    inner = st.lists(st.integers(1, grid - 1), min_size=pieces - 1, max_size=pieces - 1, unique=True)
    xs = [0, *sorted(draw(inner)), grid]
    fine = draw(st.sampled_from([grid, 5 * grid, 97]))
    rising = draw(st.booleans())
    ys = [draw(st.integers(0, fine - 1) if rising else st.integers(1, fine))]
    for _ in range(pieces):
        low, high = (ys[-1] + 1, fine) if rising else (0, ys[-1] - 1)
        ys.append(draw(st.integers(low, high)))
        rising = not rising
    return [(Fraction(x, grid), Fraction(y, fine)) for x, y in zip(xs, ys, strict=True)]
