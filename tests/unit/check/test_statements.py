"""Statements: grammar, types, intervals, logarithms, truths; and Python as a second opinion."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support import statements as naive

from exactnet.check.statements import values
from exactnet.check.statements.evaluation import Statement
from exactnet.check.statements.formulas import Architecture, regions, zaslavsky
from exactnet.check.statements.grammar import parse
from exactnet.check.statements.values import Logarithm, Room, compare, exactly, power
from exactnet.check.verdict import Rejected

F = Fraction
NET = Architecture(2, 1, [3, 4, 5], [3, 8, 5])
NAMES = {"d": F(2), "outputs": F(1), "L": F(3), "w": [F(3), F(4), F(5)], "bends": [F(3), F(8), F(5)], "size": F(12)}


def truth(text, facts=None, architecture=NET):
    return Statement(text).evaluate(architecture, facts or {})


def bracketed(text):
    """Write every operation of a statement with brackets."""
    nodes = parse(text)
    written = []
    for node in nodes:
        parts = [written[i] for i in node.operands]
        written.append({
            "number": lambda node=node: node.token.text,
            "name": lambda node=node: node.token.text,
            "call": lambda node=node, parts=parts: f"{node.token.text}({', '.join(parts)})",
            "list": lambda parts=parts: f"[{', '.join(parts)}]",
            "index": lambda parts=parts: f"{parts[0]}[{parts[1]}]",
            "slice": lambda parts=parts: f"{parts[0]}[{parts[1]}:{parts[2]}]",
            "sign": lambda parts=parts: f"(-{parts[0]})",
            "not": lambda parts=parts: f"(not {parts[0]})",
        }.get(node.kind, lambda node=node, parts=parts: f"({parts[0]} {node.kind} {parts[1]})")())  # fmt: skip
    return written[-1]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("1-2-3 < 4/5/6", "(((1 - 2) - 3) < ((4 / 5) / 6))"),
        ("2^3^2 = -2^2", "((2 ^ (3 ^ 2)) = (-(2 ^ 2)))"),
        ("2^-3^2*4 = 1", "(((2 ^ (-(3 ^ 2))) * 4) = 1)"),
        ("1*-2+--3 > 0", "(((1 * (-2)) + (-(-3))) > 0)"),
        ("1<2 => 2<3 => 3<4", "((1 < 2) => ((2 < 3) => (3 < 4)))"),
        ("1<2 or 2<3 and 3<4 or 4<5", "(((1 < 2) or ((2 < 3) and (3 < 4))) or (4 < 5))"),
        ("not 1<2 and not not 2<3 => 3<4", "(((not (1 < 2)) and (not (not (2 < 3)))) => (3 < 4))"),
        ("-w[1]^2 < [1,2][1:2][2]", "((-(w[1] ^ 2)) < [1, 2][1:2][2])"),
        ("a=>=b", None),
        ("x<=-1", "(x <= (-1))"),
        ("a=>b!=c", "(a => (b != c))"),
        ("max(1+2, (3)) >= sum([])", "(max((1 + 2), 3) >= sum([]))"),
        ("w [ 1 ]\n=\t3.50", "(w[1] = 3.50)"),
        ("andy or notes = orbit", "(andy or (notes = orbit))"),
    ],
)
def test_what_binds_how(text, meaning):
    if meaning is None:
        with pytest.raises(Rejected):
            parse(text)
    else:
        assert bracketed(text) == meaning
        assert bracketed(meaning) == meaning


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "line 1, column 1"),
        ("1 < 2 <\n 3", "line 1, column 7"),
        ("1 <\n\n  2 3", "line 3, column 5"),
        ("1 <\r\n §", "line 2, column 2"),
        ("1 < ٣", "line 1, column 5"),
        ("1. < 2", "line 1, column 2"),
        ("1 < 2\x0b", "line 1, column 6"),
        ("(1 < 2", "line 1, column 7"),
        ("w[1", "line 1, column 4"),
        ("w[1:2:3] = 1", "line 1, column 6"),
        ("w[1,2] = 1", "line 1, column 4"),
        ("w[] = 1", "line 1, column 3"),
        ("[1 < 2] = 1", "line 1, column 4"),
        ("1 + not 2 < 3", "line 1, column 5"),
        ("1 = not 2 < 3", "line 1, column 5"),
        ("2^not 1 < 3", "line 1, column 3"),
        ("min(1,) < 3", "line 1, column 7"),
        ("2d < 3", "line 1, column 2"),
        ("or < 3", "line 1, column 1"),
        ("_x < 3", "line 1, column 1"),
        ("+1 < 3", "line 1, column 1"),
        ("1 == 1", "line 1, column 4"),
        ("1 < 2;", "line 1, column 6"),
        # Types.
        ("1", "line 1, column 1"),
        ("f", "line 1, column 1"),
        ("1 +\n2", "line 1, column 3"),
        ("w < 3", "line 1, column 3"),
        ("not 3", "line 1, column 1"),
        ("1 < 2 and 3", "line 1, column 7"),
        ("(1 < 2) = (1 < 2)", "line 1, column 9"),
        ("-(1 < 2) < 1", "line 1, column 1"),
        ("2^w = w", "line 1, column 2"),
        ("log(2)^2 > 0", "line 1, column 7"),
        ("log(2) > 1", "line 1, column 8"),
        ("log(2) > 00", "line 1, column 8"),
        ("log(2) > -0", "line 1, column 8"),
        ("log(2) + 1 > 0", "line 1, column 8"),
        ("log(2) * log(2) > 0", "line 1, column 8"),
        ("1 / log(2) > 0", "line 1, column 3"),
        ("w * log(2) > 0", "line 1, column 3"),
        ("abs(log(2)) > 0", "line 1, column 1"),
        ("[log(2)] = 0", "line 1, column 1"),
        ("max(log(2), log(3)) > 0", "line 1, column 1"),
        ("min(1) > 0", "line 1, column 1"),
        ("min(w, 1) > 0", "line 1, column 1"),
        ("sum(1) > 0", "line 1, column 1"),
        ("abs(1, 2) > 0", "line 1, column 1"),
        ("binomial(w, 2) > 0", "line 1, column 1"),
        ("w[w] > 0", "line 1, column 2"),
        ("d[1] > 0", "line 1, column 2"),
        ("d(1) > 0", "line 1, column 1"),
        ("laps > 0", "line 1, column 1"),
        ("sum > 0", "line 1, column 1"),
        ("width > 0", "line 1, column 1"),
        ("le > 0", "line 1, column 1"),
        ("laps(f, f) > 0", "line 1, column 9"),
        ("laps(f, w) > 0", "line 1, column 9"),
        ("laps(f, 1 < 2) > 0", "line 1, column 11"),
        ("laps() > 0", "line 1, column 1"),
        ("laps(f, 1, 2) > 0", "line 1, column 1"),
        ("crossings(f) > 0", "line 1, column 1"),
        ("betti(f, 0, 1) > 0", "line 1, column 13"),
        ("betti(f, le) > 0", "line 1, column 10"),
        ("laps(f, 1 + minimum(f)) > 0", "line 1, column 11"),
        ("sum(f) > 0", "line 1, column 5"),
    ],
)
def test_faults_name_their_place(text, place):
    with pytest.raises(Rejected) as caught:
        Statement(text)
    assert caught.value.step == "statement"
    assert caught.value.reason.startswith(f"{place}: ")


def test_depth_and_nesting():
    def rejects(text):
        try:
            parse(text)
        except Rejected:
            return True
        return False

    for inside, outside in (("(", ")"), ("[", "]"), ("min(", ")"), ("-", ""), ("not ", ""), ("1^", ""), ("1=>", "")):
        assert not rejects(inside * 40 + "1" + outside * 40)
        assert rejects(inside * 41 + "1" + outside * 41)
    assert not rejects("w" + "[1]" * 99)
    assert rejects("w" + "[1]" * 100)
    for operator in ("+", "*", " and ", " or "):
        assert not rejects(operator.join("1" * 100))
        assert rejects(operator.join("1" * 101))
    assert not rejects("1" + " " * 9_999)
    assert rejects("1" + " " * 10_000)
    # Brackets only group: they do not make a statement deeper.
    assert parse("(((1)))")[-1].depth == 1
    assert parse("a + b + c")[-1].depth == 3
    # The worst that may be written goes through in a shallow stack.
    worst = "1"
    for _ in range(13):
        worst = f"min(0, 0 or 0 and 0 < 0 + 0 * {worst})"
    assert parse(f"not {worst}")[-1].depth > 60


# -- values ----------------------------------------------------------------------------------------------------------

small = st.fractions(-4, 4, max_denominator=6)
intervals = st.tuples(small, small).map(lambda ends: tuple(sorted(ends)))
shares = st.lists(st.fractions(0, 1, max_denominator=7), min_size=2, max_size=4)


def inside(interval, share):
    low, high = interval
    return low + (high - low) * share


@given(x=intervals, y=intervals, shares=shares)
def test_arithmetic_on_intervals_is_the_smallest_that_holds_all_values(x, y, shares):
    shares = [F(0), F(1), *shares]
    for name, operation in (("plus", F.__add__), ("minus", F.__sub__), ("times", F.__mul__), ("over", F.__truediv__)):
        found = getattr(values, name)(x, y)
        if name == "over" and y[0] <= 0 <= y[1]:
            assert found is None
            continue
        results = [operation(inside(x, s), inside(y, t)) for s, t in product(shares, shares)]
        # These four are extreme at ends.
        assert found == (min(results), max(results))


@given(x=intervals, exponent=st.integers(-5, 5), shares=shares)
def test_powers(x, exponent, shares):
    found = power(x, exactly(exponent))
    if exponent < 0 and x[0] <= 0 <= x[1]:
        assert found is None
        return
    points = [x[0], x[1], *(inside(x, s) for s in shares)]
    points += [F(0)] if x[0] <= 0 <= x[1] else []
    results = [y**exponent for y in points]
    assert found == (min(results), max(results))


def test_powers_that_are_undefined():
    assert power(exactly(2), exactly(F(1, 2))) is None
    assert power(exactly(2), (F(1), F(2))) is None
    assert power(exactly(1), exactly(10_000)) == exactly(1)
    assert power(exactly(1), exactly(10_001)) is None
    # 2^9 has ten binary digits, 2^10 has eleven.
    assert power(exactly(2**9), exactly(10_000)) == exactly(2**90_000)
    assert power(exactly(2**10), exactly(10_000)) is None
    assert power(exactly(F(1, 2**10)), exactly(-10_000)) is None
    assert power(exactly(0), exactly(0)) == exactly(1)


@given(x=intervals, function=st.sampled_from(["abs", "floor", "ceil"]), shares=shares)
def test_functions_on_intervals(x, function, shares):
    python = {"abs": abs, "floor": F.__floor__, "ceil": F.__ceil__}[function]
    results = [F(python(inside(x, s))) for s in (F(0), F(1), *shares)]
    text = f"{function}(minimum(f)) "
    low, high = min(results), max(results)
    assert truth(f"{text} < {low}" if low >= 0 else f"{text} < -{-low}", {"minimum(f)": x}) is not True
    assert truth(f"{text} > {high}" if high >= 0 else f"{text} > -{-high}", {"minimum(f)": x}) is not True
    if function == "abs":
        assert truth("abs(minimum(f)) >= 0", {"minimum(f)": x}) is True


@given(x=intervals, y=intervals, shares=shares, operator=st.sampled_from(["<=", "<", ">=", ">", "=", "!="]))
def test_comparisons_of_intervals(x, y, shares, operator):
    python = {"<=": F.__le__, "<": F.__lt__, ">=": F.__ge__, ">": F.__gt__, "=": F.__eq__, "!=": F.__ne__}[operator]
    shares = [F(0), F(1), *shares]
    results = {python(inside(x, s), inside(y, t)) for s, t in product(shares, shares)}
    found = compare(operator, x, y)
    if found is not None:
        assert results == {found}
    elif operator not in ("=", "!="):
        assert results == {True, False}
    else:
        assert max(x[0], y[0]) <= min(x[1], y[1])


def test_three_values():
    words = {"1 < 2": True, "1 > 2": False, "1/0 > 2": None}
    for (a, x), (b, y) in product(words.items(), words.items()):
        choices = [{True, False} if v is None else {v} for v in (x, y)]
        for operator, python in (("and", lambda p, q: p and q), ("or", lambda p, q: p or q),
                                 ("=>", lambda p, q: not p or q)):  # fmt: skip
            results = {python(p, q) for p, q in product(*choices)}
            assert truth(f"{a} {operator} {b}") is (results.pop() if len(results) == 1 else None)
    assert [truth(f"not {a}") for a in words] == [False, True, None]


def test_unknown_where_python_would_know_better():
    # Unknown parts are not compared with one another.
    assert truth("period(f, 3) or not period(f, 3)") is None
    assert truth("minimum(f) - minimum(f) = 0", {"minimum(f)": (F(0), F(1))}) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("w[1:0] = w[1]", "fault"),
        ("length(w[1:0]) = 0 and length(w[4:3]) = 0 and sum(w[1:0]) = 0 and prod([]) = 1", True),
        ("length(w[5:4]) = 0", None),
        ("length(w[3:1]) = 0", None),
        ("w[0] > 0", None),
        ("w[4] > 0", None),
        ("w[3/2] > 0", None),
        ("w[9/3] = 5", True),
        ("max([]) > 0", None),
        ("sum(w + [1, 2]) > 0", None),
        ("sum(2^L - w/2 + [1, 2, 3]) = 24", True),
        ("sum([1, 2] / [1, 0]) > 0", None),
        ("length([1, 1/0]) = 2", None),
        ("sum(-w^2) = -50", True),
        ("sum([] / 0) = 0 and sum([]^(1/2)) = 0", True),
        ("min(w) = 3 and max(1, 2, 0) = 2 and size = 12 and sum(bends) = 16 and d = 2 and outputs = 1", True),
        ("binomial(5, 2) = 10 and binomial(5, 6) + binomial(5, -1) = 0", True),
        ("binomial(1001, 2) > 0", None),
        ("binomial(-1, 2) = 0", None),
        ("binomial(5/2, 2) > 0", None),
        ("zaslavsky(3, 10^100) = 8 and zaslavsky(5, 0) = 1", True),
        ("zaslavsky(5, -1) = 0", None),
        ("serra_upper(0, w) > 0 or serra_upper(101, w) > 0 or serra_upper(2, []) > 0", None),
        ("serra_upper(2, [0, 1]) > 0 or serra_upper(2, w + 96) > 0 or serra_upper(2, w / 2) > 0", None),
        ("serra_lower(1, w) = (3+1)*(4+1)*6 and montufar_lower(2, w) = 1*2^2*16 and pascanu_lower(2, w) = 1*2*16", True),
        ("montufar_upper(4, [2, 3]) = 4 * 7", True),
        ("2^-2 = 0.25 and (-2)^2 = 4 and -2^2 = -4 and 2^3^2 = 512", True),
        ("floor(-0.5) = -1 and ceil(-0.5) = 0 and sum(abs([-1, 2])) = 3", True),
        ("log(0) < 0", None),
        ("log(-1) < 0", None),
        ("log(8) = 3 * log(2) and log(8) / 3 - log(2) = 0 and log(1) = 0 and 0 >= -log(1)", True),
        ("log(3) / log(2) > 1", "fault"),
        ("log(2) / 0 > 0", None),
        ("log(2) * (1/3) < log(3) / 5", False),
        ("log(2) / 20000 > 0", True),
        ("log(2) * 20000 > 0", None),
        ("0 * log(2) = 0 and 0 + log(2) > 0 and 0 - log(2) < 0 and (0) < log(2)", True),
        ("log(2) / 3^6000 + log(2) / 2^9999 > 0", None),
        ("2^9999 * 2^9999 * 2^9999 * 2^9999 > 1", True),
        ("prod([2^9999, 2^9999, 2^9999, 2^9999, 2^9999, 2^9999, 2^9999, 2^9999, 2^9999, 2^9999, 2^9999, 0]) = 0", None),
        ("1.50 = 3/2 and 007 = 7", True),
    ],
)  # fmt: skip
def test_what_statements_say(text, value):
    if value == "fault":
        with pytest.raises(Rejected):
            Statement(text)
    else:
        assert truth(text) is value


def test_bends_of_some_layers_are_unknown():
    assert truth("sum(bends) > 0", architecture=Architecture(1, 1, [2], None)) is None


def test_the_numbers_of_a_map():
    none = Architecture(1, 1, [], [])
    assert truth("d = 1 and outputs = 1 and L = 0 and size = 0 and length(w) + length(bends) = 0", architecture=none)


def test_entropy_is_the_logarithm_of_what_is_given():
    bracket = {"entropy(f)": (F(3, 2), F(2))}
    assert truth("entropy(f) <= log(2)", bracket) is True
    assert truth("entropy(f) < log(2)", bracket) is None
    assert truth("entropy(f) * 2 < log(2)", bracket) is False
    assert truth("entropy(f) - entropy(f) = 0", bracket) is None
    assert truth("entropy(f) <= 0", {"entropy(f)": exactly(1)}) is True
    assert truth("growth(f) <= 2", bracket) is None


def test_long_values_are_undefined():
    assert truth("laps(f) > 0", {"laps(f)": exactly(2**99_999)}) is True
    assert truth("laps(f) > 0", {"laps(f)": exactly(2**100_000)}) is None


def test_all_results_together_are_bounded():
    entries = f"[{','.join(['1'] * 300)}]"
    assert truth(f"sum({entries}{' * 2^9999' * 3}) > 0") is True
    with pytest.raises(Rejected, match=r"^verdict: .* altogether$"):
        truth(f"sum({entries}{' * 2^9999' * 9}) > 0")


def test_instances_are_named_by_values():
    statement = Statement(
        "laps(f) > laps(f, 2^2) or crossings(f, 0.5) = crossings(f, -2/4, 3) and betti(f, 3-2, lt, 0/7) = 1 or period(f, 2)"
        "or faces(f, 2) > betti(f, 1) or crossings(f, 1/0) > 1 or laps(f, 0) > laps(f, 1001) or faces(f, 3) > betti(f, 2)"
    )
    assert sorted(statement.instances(NET)) == [
        "betti(f, 1)", "betti(f, 1, lt, 0)", "crossings(f, -1/2, 3)", "crossings(f, 1/2)", "faces(f, 2)", "laps(f)",
        "laps(f, 4)", "period(f, 2)",
    ]  # fmt: skip


@given(d=st.integers(1, 8), widths=st.lists(st.integers(1, 6), min_size=1, max_size=4))
def test_formulas(d, widths):
    for name in ("serra_upper", "serra_lower", "montufar_upper", "montufar_lower", "pascanu_lower"):
        assert regions(name, d, widths) == naive._call(name, [F(d), list(map(F, widths))])
    assert zaslavsky(widths[0], d) == naive.z(widths[0], d)


@given(
    terms=st.lists(st.tuples(st.fractions(-3, 3, max_denominator=4), st.integers(1, 9), st.integers(1, 9)), max_size=4),
    operator=st.sampled_from(["<=", "<", ">=", ">", "=", "!="]),
)
def test_logarithms_compare_as_decimals_do(terms, operator):
    known = Logarithm(tuple((r, exactly(F(p, q))) for r, p, q in terms))
    total = naive.Log(naive.Decimal(0))
    for r, p, q in terms:
        total = total.plus(naive.Log.of(F(p, q)).times(r))
    sign = naive._sign(total)
    expected = {"<=": sign <= 0, "<": sign < 0, ">=": sign >= 0, ">": sign > 0, "=": sign == 0, "!=": sign != 0}
    assert known.compare(operator, Room()) is expected[operator]


# -- whole statements ------------------------------------------------------------------------------------------------

numbers = st.recursive(
    st.one_of(st.integers(0, 4).map(str), st.sampled_from(["0.5", "d", "L", "size", "laps(f)", "minimum(f)", "w[2]"])),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " - ", "*", "/", "^"]), inner).map("".join),
        inner.map("-{}".format),
        inner.map("({})".format),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
        inner.map("sum(w * ({}))".format),
        inner.map("floor({})".format),
        inner.map("[1, {}][2:2][1]".format),
    ),
    max_leaves=6,
)
comparisons = st.tuples(numbers, st.sampled_from(["<=", "<", ">=", ">", "=", "!="]), numbers).map(" ".join)
truths = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" and ", " or ", " => "]), inner).map("".join),
        inner.map("not {}".format),
        inner.map("({})".format),
    ),
    max_leaves=4,
)
FACTS = {"laps": F(7), "minimum": F(-3, 2)}


@settings(max_examples=300)
@given(text=truths)
def test_python_thinks_the_same(text):
    try:
        expected = naive.evaluate(text, NAMES, lambda name, arguments: FACTS[name])
    except (naive.UndefinedError, OverflowError, MemoryError):
        assume(False)
    found = truth(text, {f"{name}(f)": exactly(value) for name, value in FACTS.items()})
    assert found in (expected, None)
    # Only powers are undefined that Python can do.
    assert found is not None or "^" in text


@settings(max_examples=200)
@given(text=truths, low=small, width=st.fractions(0, 2, max_denominator=4), shares=shares)
def test_what_intervals_decide_holds_inside(text, low, width, shares):
    found = truth(text, {"laps(f)": exactly(7), "minimum(f)": (low, low + width)})
    assume(found is not None)
    for share in shares:
        facts = {"laps": F(7), "minimum": low + width * share}
        try:
            assert naive.evaluate(text, NAMES, lambda name, arguments, facts=facts: facts[name]) is found
        except (naive.UndefinedError, OverflowError, MemoryError):
            # Something undefined did not matter.
            continue
