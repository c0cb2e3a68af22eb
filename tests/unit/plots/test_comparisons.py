"""Pictures of bounds put the measured and the bound where their logarithms are."""

import pytest
from flint import fmpq

from exactnet.errors import InputError

pytest.importorskip("matplotlib", reason="pictures need matplotlib")

from exactnet.plots import Comparison, comparison_figure


def comparison(measured, value, above=True, holds=True, subject="a"):
    return Comparison(subject, "bound: quantity", fmpq(measured), fmpq(measured), fmpq(value), above, holds)


def test_markers_stand_at_logarithms_even_beyond_doubles():
    rows = [comparison(10, 10**400), comparison(1000, fmpq(1, 100), above=False), comparison(7, 5, holds=False)]
    axes = comparison_figure(rows).axes[0]
    marks = {(line.get_marker(), line.get_ydata()[0]): line.get_xdata()[0] for line in axes.lines}
    assert marks[("o", 0)] == pytest.approx(1)
    assert marks[(4, 0)] == pytest.approx(400)
    assert marks[("o", 1)] == pytest.approx(3)
    assert marks[(5, 1)] == pytest.approx(-2)
    assert ("X", 2) in marks  # refuted: another shape, not only another colour
    assert axes.get_xlim()[1] > 400


def test_what_has_no_place_is_counted():
    axes = comparison_figure([comparison(1, 2), comparison(1, -1)], left_out=3).axes[0]
    assert axes.get_xlabel() == "without 4 rows not decided, or with a negative number"
    with pytest.raises(InputError, match="nothing to draw"):
        comparison_figure([comparison(-1, 2)])


def test_zero_has_a_place_left_of_the_logarithms():
    rows = [comparison(1, 1000), comparison(4, 0, holds=False), comparison(0, 0)]
    axes = comparison_figure(rows).axes[0]
    marks = {(line.get_marker(), line.get_ydata()[0]): line.get_xdata()[0] for line in axes.lines}
    zero = marks[(4, 1)]
    assert zero < 0 == marks[("o", 0)]
    assert marks[("o", 2)] == marks[(4, 2)] == zero
    assert axes.get_xticks()[0] == zero
    assert axes.get_xticklabels()[0].get_text() == "0"
    assert axes.get_xlim()[0] < zero


def test_a_short_scale_has_ticks_between_powers_of_ten():
    axes = comparison_figure([comparison(28, 176)]).axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["50", "100"]


def test_subjects_have_headings():
    axes = comparison_figure([comparison(1, 2, subject="one_$"), comparison(3, 4, subject="two")]).axes[0]
    labels = [(label.get_text(), label.get_fontweight()) for label in axes.get_yticklabels()]
    assert [text for text, weight in labels if weight == "bold"] == [r"one_\$", "two"]
    assert len(labels) == 4
