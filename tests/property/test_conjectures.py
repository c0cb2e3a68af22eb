"""Statements, candidates and their walk: tied to Python's own arithmetic, to the toolkit, and to trying everything."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from support.conjectures import truth

from exactnet.compile import Domain
from exactnet.conjectures.examination import Examination
from exactnet.conjectures.judge import StatementJudge
from exactnet.conjectures.language import Architecture, Instance, evaluate, parse, require_truth, text_of, weigh
from exactnet.conjectures.networks import GridLayer, Networks
from exactnet.conjectures.polyline import Graph, Sharp, bend, start
from exactnet.conjectures.work import ranged
from exactnet.model import Abs, Dense, Layer, LeakyRelu, Network, Relu

_ARCHITECTURE = Architecture(2, 1, (2, 3, 4), (2, 3, 4))
_NAMES = {"d": 2, "outputs": 1, "L": 3, "w": [2, 3, 4], "size": 9}


def numbers(depth: int) -> st.SearchStrategy[str]:
    """Texts of numbers that are defined."""
    atoms = st.sampled_from(["0", "1", "2", "1.5", "d", "L", "size", "laps(f)", "laps(f, L)", "max(w)", "w[2]", "w[L]"])
    if depth == 0:
        return atoms
    inner = numbers(depth - 1)
    return st.one_of(
        atoms,
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
        st.builds("{} {} {}".format, inner, st.sampled_from("+-*"), inner),
        st.builds("{} / ({} ^ 2 + 1)".format, inner, inner),
        st.builds("-{}".format, inner),
        st.builds("({})^{}".format, inner, st.sampled_from(["2", "3", "0"])),
        st.builds("{}({})".format, st.sampled_from(["floor", "ceil", "abs"]), inner),
        st.builds("{}(w {} {})".format, st.sampled_from(["sum", "prod", "min", "max"]), st.sampled_from("+-*"), inner),
        st.builds("sum(w[{}])".format, st.sampled_from(["1:L", "2:3", "1:L-1"])),
        st.builds("max({}, {})".format, inner, inner),
    )


def statements(depth: int) -> st.SearchStrategy[str]:
    """Texts of statements."""
    compared = st.builds("{} {} {}".format, numbers(2), st.sampled_from(["<=", "<", ">=", ">", "=", "!="]), numbers(2))
    logs = st.builds(
        "{} {} log({})".format, st.sampled_from(["entropy(f)", "2 * entropy(f)", "entropy(f) / 3"]), st.sampled_from("<>="),
        st.sampled_from(["2", "3/2", "d + 1"]),
    )  # fmt: skip
    atoms = st.one_of(compared, logs, st.just("period(f, 3)"))
    if depth == 0:
        return atoms
    inner = statements(depth - 1)
    return st.one_of(
        atoms,
        st.builds("{} {} {}".format, inner, st.sampled_from(["and", "or", "=>"]), inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or", "=>"]), inner),
        st.builds("not {}".format, atoms),
    )


@given(statements(2), st.integers(1, 6), st.integers(1, 6), st.fractions(1, 4, max_denominator=4), st.booleans())
def test_statements_are_worth_what_python_makes_of_them(
    text: str, laps: int, third: int, growth: Fraction, has_three: bool
) -> None:
    values = {"laps(f)": Fraction(laps), "laps(f, 3)": Fraction(third), "entropy(f)": growth, "period(f, 3)": has_three}

    def ask(instance: Instance) -> Any:
        value = values[str(instance)]
        return value if isinstance(value, bool) else (value, value)

    tree = parse(text)
    require_truth(tree, text)
    expected = truth(text, _NAMES, values.__getitem__)
    assert evaluate(tree, _ARCHITECTURE, ask) is bool(expected)
    assert weigh(tree, _ARCHITECTURE, ask)[0] is bool(expected)
    assert parse(text_of(tree)) == tree


@given(statements(2), st.integers(1, 6), st.integers(0, 3), st.integers(0, 3), st.booleans())
def test_what_is_known_of_intervals_holds_at_every_point(
    text: str, low: int, width: int, place: int, has_three: bool
) -> None:
    tree = parse(text)
    require_truth(tree, text)

    def ask(instance: Instance) -> Any:
        return has_three if instance.name == "period" else (low, low + width)

    def at_a_point(instance: Instance) -> Any:
        return has_three if instance.name == "period" else (low + min(place, width),) * 2

    known = evaluate(tree, _ARCHITECTURE, ask)
    assert known is None or known is evaluate(tree, _ARCHITECTURE, at_a_point)


_ACTIVATIONS: list[tuple[Sharp, Layer]] = [
    (Sharp(0, 1), Relu()),
    (Sharp(-1, 1), Abs()),
    (Sharp(1, 3), LeakyRelu(fmpq(1, 3))),
]
_ENDS = [None, (Fraction(0), Fraction(1)), (Fraction(-3, 2), Fraction(2))]


@given(st.data())
@settings(max_examples=60)
def test_graphs_are_those_of_the_toolkit(data: st.DataObject) -> None:
    widths = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    sharp, activation = data.draw(st.sampled_from(_ACTIVATIONS))
    ends = data.draw(st.sampled_from(_ENDS))
    weights = st.integers(-3, 3)
    state, layers, inputs = start(ends), [], 1
    for width in [*widths, 1]:
        q = data.draw(st.integers(1, 2))
        rows = [(q, *data.draw(st.tuples(*[weights] * (inputs + 1)))) for _ in range(width)]
        dense = Dense.of([[Fraction(x, q) for x in row[2:]] for row in rows], [Fraction(row[1], q) for row in rows])
        layers += [dense, activation]
        if len(layers) <= 2 * len(widths):
            state = bend(state, rows, sharp)
        inputs = width
    graph = Graph(state, rows)
    examined = Examination(Network.of(1, layers[:-1]), Domain.line() if ends is None else Domain.of(*ends))
    names = ["pieces", "laps", "lipschitz", "activation_regions", "activation_patterns", "linear_regions"]
    asked = [Instance(name) for name in [*names, *([] if ends is None else ["minimum", "maximum"])]]
    asked += [Instance("crossings", (level,)) for level in (Fraction(0), Fraction(1, 2))]
    for instance in asked:
        assert graph.value(instance) == examined.value(instance), instance


def grid(*values: Any) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, values))


_ZERO, _SIGNS = grid(0), grid(-1, 1)
_CLASSES = [
    Networks(1, [GridLayer(2, _SIGNS, grid(-1, 0)), GridLayer(1, grid(1, 2), grid(-1, 0)), GridLayer(1, grid(-1, 2), _ZERO, None)]),
    Networks(1, [GridLayer(2, grid(-1, 0, "1/2"), grid(-1, 1), "abs"), GridLayer(1, grid(-1, 1), grid(0, 1), None)]),
    Networks(1, [GridLayer(1, grid(1, 2), grid(-2)), GridLayer(2, grid(-2, -1), grid(1, 2)), GridLayer(1, grid(1), _ZERO, None)]),
]  # fmt: skip


@pytest.mark.parametrize("candidates", _CLASSES)
@pytest.mark.parametrize("name", ["pieces", "laps", "crossings"])
def test_walks_up_to_symmetry_find_what_trying_everything_finds(candidates: Networks, name: str) -> None:
    quantity = f"{name}(f, 1/2)" if name == "crossings" else f"{name}(f)"
    instance = Instance(name, (Fraction(1, 2),) if name == "crossings" else ())
    found = {
        int(Examination(candidates.subject(point), Domain.of(-3, 3)).value(instance)[0])  # type: ignore[index]
        for point in product(*map(range, candidates.axes))
    }
    for most in range(min(found) - 1, max(found) + 1):
        judge = StatementJudge(parse(f"{quantity} <= {most}"), "box:-3,3")
        tally = ranged(judge, candidates, 0, candidates.runs)
        assert (tally.found is None) == (most == max(found))
        # every value is attained by a canonical candidate
        if most in found:
            judge = StatementJudge(parse(f"{quantity} != {most}"), "box:-3,3")
            assert ranged(judge, candidates, 0, candidates.runs).found is not None


@pytest.mark.parametrize("candidates", _CLASSES)
def test_ranges_cut_anywhere_judge_the_same_candidates(candidates: Networks) -> None:
    judge = StatementJudge(parse("minimum(f) <= maximum(f)"), "box:-3,3")  # no bound shows this before the end
    whole = ranged(judge, candidates, 0, candidates.runs)
    assert whole.tried <= candidates.runs <= candidates.size
    for step in (1, 7):
        cuts = range(0, candidates.runs, step)
        parts = [ranged(judge, candidates, a, min(a + step, candidates.runs)) for a in cuts]
        assert sum(part.tried for part in parts) == whole.tried
