"""Pictures of families show certified numbers and nothing between them."""

import pytest

from exactnet.dynamics import run_sweep, tent_family
from exactnet.dynamics.families import document_family
from exactnet.errors import InputError

pytest.importorskip("matplotlib", reason="pictures need matplotlib")

from exactnet.plots import entropy_figure

BENT = {
    "format": "exactnet-map/1",
    "points": [["0", "0"], ["1/5", "9/10"], ["1/2", "1/10"], ["4/5", "1"], ["1", "1/7"]],
}


def test_a_monotone_family_has_a_band():
    axes = entropy_figure(run_sweep(tent_family([1, "3/2", 2, "9/4"]))).axes[0]
    (band,) = axes.collections
    boxes = [path.vertices[:4].tolist() for path in band.get_paths()]
    assert len(boxes) == 2
    assert boxes[0][0][:] == [1.0, 0.0]
    assert boxes[0][2][0] == 1.5
    assert axes.get_title() == "topological entropy, certified at 3 values"
    (caption,) = axes.texts
    assert "1 value without a self-map" in caption.get_text()
    assert "monotonicity" in caption.get_text()


def test_other_families_have_dots_and_bars_only():
    sweep = run_sweep(document_family(BENT, "points.2.1=1/10:1:10"), max_points=16)
    axes = entropy_figure(sweep).axes[0]
    assert all(line.get_linestyle() in ("None", "none", "") for line in axes.lines)
    assert "nothing is claimed between values" in axes.texts[0].get_text()
    shown = sum(len(line.get_xdata()) for line in axes.lines if line.get_marker() == "o")
    bars = [segment for group in axes.collections for segment in group.get_segments()]
    assert shown + len(bars) == 10
    assert bars
    for bar in bars:
        row = min(sweep.rows, key=lambda r: abs(float(r.parameter.p) / float(r.parameter.q) - bar[0][0]))
        low, high = sweep.log_bracket(row)
        # drawn from end to end, to the last digits of doubles
        assert f"{bar[0][1]:.8f}" == f"{float(low):.8f}"
        assert f"{bar[1][1]:.8f}" == f"{float(high):.8f}"


def test_nothing_to_draw():
    sweep = run_sweep(tent_family([1, 2]))
    empty = type(sweep)(sweep.family, sweep.digits, tuple(type(r)(r.parameter, reason="none") for r in sweep.rows))
    with pytest.raises(InputError, match="no bracket to draw"):
        entropy_figure(empty)
