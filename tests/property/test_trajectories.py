"""Trajectories: a theorem, an oracle by points, the checker, and other ways to the same numbers."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from support import strategies, trajectories

import exactnet as xn
from exactnet.check import check_text
from exactnet.compile.path import Path
from exactnet.model.reader import network_from_json
from exactnet.trajectories import trajectory


@st.composite
def cases(draw, most_points=4, inputs=3, arcs=None):
    """A network document and a path, its points often on walls and in line with one another."""
    d = draw(st.integers(1, inputs))
    document = draw(strategies.networks(inputs=d, depth=3, width=3))
    point = st.lists(strategies.SMALL, min_size=d, max_size=d)
    points = draw(st.lists(point, min_size=2, max_size=most_points))
    return document, Path.of([[str(x) for x in p] for p in points], arcs=draw(st.booleans()) if arcs is None else arcs)


def follow(document, path, digits=8):
    return trajectory(network_from_json(document), path, digits)


@settings(max_examples=200)
@given(case=cases(most_points=2, arcs=False))
def test_no_pattern_recurs_on_a_segment(case):
    found = follow(*case)
    assert found.patterns == len(found.transitions) + 1
    assert found.recurrences == 0
    assert found.sequence == tuple(range(found.patterns))


@settings(max_examples=60)
@given(case=cases())
def test_true_by_points_and_by_the_checker(case):
    document, path = case
    found = follow(document, path)
    assert trajectories.is_true(document, found.certificate.claim)
    assert str(check_text(found.certificate.canonical)) == "valid"


@settings(max_examples=60)
@given(case=cases())
def test_the_way_back(case):
    document, path = case
    there, back = follow(document, path), follow(document, Path(path.points[::-1], path.arcs))
    assert there.patterns == back.patterns
    assert [there.sequence[i] == there.sequence[j] for i in range(len(there.sequence)) for j in range(i)] == [
        back.sequence[-1 - i] == back.sequence[-1 - j] for i in range(len(back.sequence)) for j in range(i)
    ]
    if not path.arcs:
        assert [path.spans - t for t in reversed(back.transitions)] == list(there.transitions)
    else:
        # an arc runs backwards with u -> (1 - u) / (1 + u)
        mirrored = []
        for t in reversed(back.transitions):
            span = min(i for i in range(path.spans) if t <= i + 1)
            u = t - span
            mirrored.append(path.spans - 1 - span + (1 - u) / (1 + u))
        assert mirrored == list(there.transitions)
    for one, other in zip(there.layers, back.layers, strict=True):
        assert one.length.lower <= other.length.upper
        assert other.length.lower <= one.length.upper


@settings(max_examples=100)
@given(case=cases(most_points=4))
def test_spans_add_up(case):
    document, path = case
    whole = follow(document, path)
    parts = [follow(document, Path(pair, path.arcs)) for pair in pairwise(path.points)]
    assert sum(part.affine_pieces for part in parts) == whole.affine_pieces
    inner = [t + i for i, part in enumerate(parts) for t in part.transitions]
    assert [t for t in whole.transitions if not any(t == i for i in range(path.spans))] == inner
    for k, layer in enumerate(whole.layers):
        assert sum(part.layers[k].length.lower for part in parts) <= layer.length.upper
        assert layer.length.lower <= sum(part.layers[k].length.upper for part in parts)


@settings(max_examples=100)
@given(document=strategies.networks(outputs=1), ends=st.tuples(strategies.SMALL, strategies.SMALL))
def test_one_input_is_an_interval(document, ends):
    low, high = min(ends), max(ends)
    if low == high:
        return
    found = follow(document, Path.of([[str(low)], [str(high)]]))
    shape = xn.shape(document, f"box:{low},{high}")
    assert found.patterns == shape.activation_regions
    assert found.affine_pieces == shape.affine_pieces
    points = [low + (high - low) * Fraction(int(t.p), int(t.q)) for t in found.breakpoints]
    assert points == [Fraction(int(x.p), int(x.q)) for x in shape.function.breakpoints]


@settings(max_examples=100)
@given(case=cases(most_points=2, arcs=True))
def test_a_turn_may_begin_anywhere(case):
    document, path = case
    p, q = path.points
    turn, later = follow(document, Path.turn(p, q)), follow(document, Path.turn(q, [-x for x in p]))
    moved = [t + 3 if t < 1 else t - 1 for t in turn.transitions if not any(t == i for i in range(5))]
    assert sorted(moved) == [t for t in later.transitions if not any(t == i for i in range(5))]
    assert turn.patterns == later.patterns
