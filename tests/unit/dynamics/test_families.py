"""One-parameter families: exact grids, rows with their certificates or reasons, bands only where they are proved."""

from fractions import Fraction

import pytest
from flint import fmpq
from support import networks as net

import exactnet as xn
from exactnet.check import check_text
from exactnet.compile import PiecewiseLinearMap
from exactnet.dynamics import run_sweep, tent_family
from exactnet.dynamics.families import document_family, grid, parse_grid
from exactnet.errors import InputError, TimeLimitError
from exactnet.frontends import FloatNotice, Variation

TENT = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]}
TENT_NET = net.document(net.dense([[1], [2]], [0, -1]), net.RELU, net.dense([[2, -2]], [0]))


def tent_document(height):
    return {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", str(height)], ["1", "0"]]}


def test_grids_are_exact():
    assert parse_grid("1/3 : 1:3") == (fmpq(1, 3), fmpq(2, 3), 1)
    assert grid("0.1", "0.2", 11)[5] == fmpq(3, 20)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1:1:3", "1 is not below 1"),
        ("2:1:3", "2 is not below 1"),
        ("0:1:1", "from 2 to 100,000, not 1"),
        ("0:1:100001", "from 2 to 100,000"),
        ("0:1", "write LO:HI:N"),
        ("0:1:x", "write LO:HI:N"),
        ("0:1:-3", "write LO:HI:N"),
        ("0:1:²", "write LO:HI:N"),
        ("a:1:3", "is not a number"),
        ("0:1:2:3", "write LO:HI:N"),
    ],
)
def test_bad_grids(text, reason):
    with pytest.raises(InputError, match=reason):
        parse_grid(text)


def test_tents_have_entropy_log_slope():
    found = run_sweep(tent_family(["1/2", 1, "7/5", "3/2", 2, "5/2"]), 20)
    assert [row.growth for row in found.rows[:5]] == [(s, s) for s in (1, 1, fmpq(7, 5), fmpq(3, 2), 2)]
    assert found.rows[3].log_decimal == "0.40546510810816438198"
    assert all(row.exact and row.decided for row in found.rows[:5])
    assert found.rows[5].growth is None
    assert "leaves its interval" in found.rows[5].reason
    assert found.rows[5].laps == 2
    assert found.decided
    # between two slopes the entropy is known to be between theirs; nothing is known beyond the last
    assert [(b.start, b.stop, b.growth_lower, b.growth_upper) for b in found.bands] == [
        (fmpq(1, 2), 1, 1, 1),
        (1, fmpq(7, 5), 1, fmpq(7, 5)),
        (fmpq(7, 5), fmpq(3, 2), fmpq(7, 5), fmpq(3, 2)),
        (fmpq(3, 2), 2, fmpq(3, 2), 2),
    ]


def test_other_families_claim_nothing_between_values():
    found = run_sweep(document_family(TENT, "points.1.1=1/2:1:3"))
    assert found.bands == ()
    assert found.to_json()["certified_between"] == []


def test_a_network_and_a_map_vary_alike():
    # both weights of the outer layer: a tent of slope p
    one = xn.sweep(TENT_NET, "layers.2.weight.0.0,-layers.2.weight.0.1=1/2:2:7", 12)
    other = xn.sweep(TENT, "points.1.1=1/4:1:7", 12)
    assert [row.growth for row in one.rows] == [row.growth for row in other.rows]
    assert {row.laps for row in one.rows} == {2}


def test_functions_of_a_parameter():
    one = xn.sweep(tent_document, "3/4:1:2")
    assert [row.log_decimal for row in one.rows] == ["0.4054651081", "0.6931471806"]
    assert one.family.label == "tent_document"
    other = xn.sweep(lambda h: xn.load(tent_document(h)), [Fraction(3, 4), 1])
    assert other.family.label == "the parameter"
    assert [row.growth for row in other.rows] == [row.growth for row in one.rows]
    with pytest.raises(InputError, match="increase strictly"):
        xn.sweep(tent_document, [1, "3/4"])
    with pytest.raises(InputError, match="pickled"):
        xn.sweep(lambda h: tent_document(h), "3/4:1:2", jobs=2)


def test_processes_share_the_values():
    alone, shared = (xn.sweep(TENT, "points.1.1=2/5:11/10:6", jobs=jobs).to_json() for jobs in (1, 2))
    assert alone == shared


def test_certificates_and_quantities():
    found = xn.sweep(TENT, "points.0.1=0:1/2:3", also=["pieces", "lipschitz", "maximum"], certificates=True)
    for row in found.rows:
        assert check_text(row.certificate.canonical).word == "valid"
    assert found.rows[2].to_json() == {
        "parameter": "1/2",
        "growth_lower": found.rows[2].to_json()["growth_lower"],
        "growth_upper": found.rows[2].to_json()["growth_upper"],
        "log_decimal": "0.4812118251",  # the golden ratio
        "exact": True,
        "decided": True,
        "status": "decided",
        "laps": 2,
        "pieces": 2,
        "lipschitz": 2,
        "maximum": 1,
        "reason": None,
        "certificate": found.rows[2].certificate.digest,
    }


def test_rows_tell_why_there_is_no_map():
    found = xn.sweep(TENT, "points.1.0=0:1:3")
    assert [row.bad_input for row in found.rows] == [True, False, True]
    assert "must increase strictly" in found.rows[0].reason


def test_a_wide_bracket_is_a_row_with_a_reason():
    # with 3/28, four tents of one slope: the kneading determinant has a fourfold zero, and partitions are too small
    points = []
    for i in range(4):
        points += [
            [f"{2 * i}/7", f"{2 * i}/7"],
            [f"{4 * i + 1}/14", f"{8 * i + 3}/28"],
            [f"{2 * i + 1}/7", f"{2 * i}/7"],
        ]
    document = {"format": "exactnet-map/1", "points": points}
    found = run_sweep(document_family(document, "points.1.1=3/28:1/8:2"), 30, max_points=30)
    assert not found.decided
    row = next(row for row in found.rows if not row.decided)
    assert row.reason == "30 digits were not reached"
    assert row.growth_lower < row.growth_upper
    assert row.log_decimal is None
    assert found.log_bracket(row) is not None


@pytest.mark.parametrize(
    ("paths", "reason"),
    [
        ("points.3.1", "points is a list with entries 0 to 2, so that '3' is none"),
        ("points.-1.1", "so that '-1' is none"),
        ("layers.0", "the document has no field 'layers', but 'format', 'points'"),
        ("points.1.1.0", "points.1.1 is no list and no object"),
        ("points.1", "does not lead to a number"),
        ("format", "does not lead to a number"),
        ("", "has no field ''"),
    ],
)
def test_bad_paths(paths, reason):
    with pytest.raises(InputError, match=reason):
        Variation.of(TENT, paths)


def test_other_bad_input():
    with pytest.raises(InputError, match="does not say what varies"):
        document_family(TENT, "points.1.1")
    with pytest.raises(
        InputError, match=r"no value of points\.1\.1 gives a map of an interval into itself; at 2: the map leaves"
    ):
        xn.sweep(TENT, "points.1.1=2:3:3")
    with pytest.raises(InputError, match="there is no quantity 'depth'"):
        xn.sweep(TENT, "points.1.1=0:1:3", also=["depth"])
    with pytest.raises(InputError, match="say what varies"):
        xn.sweep(TENT)
    with pytest.raises(InputError, match="is written"):
        xn.sweep(TENT, [1, 2])
    with pytest.raises(InputError, match=r"none\.json: there is no such file"):
        xn.sweep("none.json", "points.1.1=0:1:3")
    with pytest.raises(InputError, match="has its values"):
        xn.sweep(tent_family([1]), "1:2:3")
    with pytest.raises(InputError, match="jobs"):
        xn.sweep(tent_family([1]), jobs=0)
    with pytest.raises(InputError, match="digits"):
        xn.sweep(tent_family([1]), digits=0)


def test_floats_are_noted_once():
    document = {"format": "exactnet-map/1", "points": [[0, 0], [0.5, 1], [1, 0.25]]}
    with pytest.warns(FloatNotice) as caught:
        found = xn.sweep(document, "points.1.1=1/2:1:3")
    assert len(caught) == 1
    assert len(found.rows) == 3


def test_a_time_limit_keeps_what_is_finished():
    def late(value):
        if value > 1:
            raise TimeLimitError("too late")
        return PiecewiseLinearMap.from_points([(0, 0), (1, value)])

    found = xn.sweep(late, ["1/2", 1, "3/2", 2])
    assert [row.growth for row in found.rows] == [(1, 1), (1, 1), None, None]
    assert [row.reason for row in found.rows] == [None, None, "too late", "too late"]
    assert (found.stopped, found.missing) == ("too late", (fmpq(3, 2), fmpq(2)))
    assert [row.to_json()["status"] for row in found.rows] == ["decided", "decided", "undecided", "undecided"]
    assert not found.decided
    nothing = xn.sweep(late, [2, 3])
    assert nothing.missing == (2, 3)
    assert nothing.to_json()["stopped"] == "too late"


def test_a_time_limit_in_between_two_rows_keeps_what_is_finished():
    def ring(done, total):
        if done == 2:
            raise TimeLimitError("too late")

    found = xn.sweep(tent_family([1, "3/2", 2]), progress=ring)
    assert [row.decided for row in found.rows] == [True, True, False]
    assert [(band.start, band.stop) for band in found.bands] == [(1, fmpq(3, 2))]
