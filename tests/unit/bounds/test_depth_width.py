"""Depths and widths that are excluded: values by hand, ties silent."""

import pytest

import exactnet as xn
from exactnet.bounds.depth_width import widest_excluded
from exactnet.check import check_text
from exactnet.compile import PiecewiseLinearMap
from exactnet.errors import InputError

GOLDEN = PiecewiseLinearMap.from_points([(0, "1/2"), ("1/2", 1), (1, 0)])
TENT = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 1), (1, 0)])


def test_a_tie_is_not_excluded():
    # 144 = 12^2 is the number of laps of the tenth iterate: two layers of 11 units might do, of 10 cannot
    found = xn.depth_width(GOLDEN, 10)
    assert found.required_laps == 144
    assert dict(found.excluded)[1] == 142
    assert dict(found.excluded)[2] == 10
    assert all((u + 1) ** depth < 144 <= (u + 2) ** depth for depth, u in found.excluded if u)
    assert dict(found.excluded)[8] == 0
    assert 2**8 >= 144


def test_widths_by_hand():
    assert [widest_excluded(n, 1) for n in (1, 2, 3, 4)] == [0, 0, 1, 2]
    assert [widest_excluded(n, 2) for n in (4, 5, 9, 10)] == [0, 1, 1, 2]
    assert widest_excluded(10**60 + 1, 20) == 999
    assert widest_excluded(10**60, 20) == 998


def test_a_tolerance_leaves_the_larger_swings():
    # C^2: 1, 1/2.., values 1 (0), 1/2 -> ..: 1, 0, 1, 1/2 at 0, 1/2, 3/4, 1
    assert xn.depth_width(GOLDEN, 2).required_laps == 3
    assert xn.depth_width(GOLDEN, 2, "1/5").required_laps == 3
    assert xn.depth_width(GOLDEN, 2, "1/4").required_laps == 2  # the swing of 1/2 is not more than 2/4
    assert xn.depth_width(GOLDEN, 2, "1/2").required_laps == 1
    assert xn.depth_width(TENT, 6, "49/100").required_laps == 64
    assert xn.depth_width(TENT, 6, "1/2").excluded[0] == (1, 0)


def test_depths_and_widths_are_cut_off():
    found = xn.depth_width(TENT, 10, max_depth=2, max_width=100)
    assert found.excluded == ((1, 100), (2, 30))


def test_the_certificate_is_that_of_the_laps():
    certificate = xn.depth_width(GOLDEN, 7).certificate
    assert certificate is not None
    assert certificate.claim["laps"][-1] == 34
    assert check_text(certificate.canonical).word == "valid"


def test_a_tolerance_is_certified_by_swings():
    certificate = xn.depth_width(GOLDEN, 7, "1/9").certificate
    assert certificate is not None
    assert (certificate.claim["swing"], certificate.claim["count"], certificate.claim["iterate"]) == ("2/9", 34, 7)
    assert check_text(certificate.canonical).word == "valid"
    # 1 is too much: nothing is excluded, and that is certified too
    nothing = xn.depth_width(GOLDEN, 7, 1)
    assert (nothing.required_laps, nothing.certificate.claim["count"]) == (1, 0)
    assert check_text(nothing.certificate.canonical).word == "valid"


def test_many_iterates_without_composing():
    found = xn.depth_width(TENT, 100, max_depth=5)
    assert found.required_laps == 2**100
    assert dict(found.excluded)[5] == 2**20 - 2
    near = xn.depth_width(TENT, 100, "1/4", max_depth=5)
    assert near.required_laps == 2**100
    assert check_text(near.certificate.canonical).word == "valid"


def test_certificates_of_swings_end_somewhere():
    found = xn.depth_width(TENT, 1001, "1/4", max_depth=1)
    assert found.required_laps == 2**1001
    assert found.certificate is None


@pytest.mark.parametrize(
    "wrong", [{"tolerance": -1}, {"iterate": 0}, {"max_depth": 0}, {"max_width": 0}, {"domain": "all"}]
)
def test_numbers_out_of_range(wrong):
    with pytest.raises(InputError):
        xn.depth_width(TENT, **wrong)


def test_maps_that_leave_their_interval():
    leaving = PiecewiseLinearMap.from_points([(0, 0), ("1/2", 2), (1, 0)])
    assert xn.depth_width(leaving).required_laps == 2
    with pytest.raises(InputError, match="leaves its interval"):
        xn.depth_width(leaving, 2)
