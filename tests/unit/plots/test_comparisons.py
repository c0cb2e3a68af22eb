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


def test_what_has_no_logarithm_is_counted():
    axes = comparison_figure([comparison(1, 2), comparison(0, 2), comparison(1, -1)], left_out=3).axes[0]
    assert axes.get_xlabel() == "without 5 rows not decided by two positive numbers"
    with pytest.raises(InputError, match="nothing to draw"):
        comparison_figure([comparison(0, 2)])


def test_subjects_have_headings():
    axes = comparison_figure([comparison(1, 2, subject="one_$"), comparison(3, 4, subject="two")]).axes[0]
    labels = [(label.get_text(), label.get_fontweight()) for label in axes.get_yticklabels()]
    assert [text for text, weight in labels if weight == "bold"] == [r"one_\$", "two"]
    assert len(labels) == 4
