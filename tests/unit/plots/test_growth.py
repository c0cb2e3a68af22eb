"""Pictures of ensembles and of sensitivity show what was measured, and equal ones have equal bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import networks as net

import exactnet as xn
from exactnet.cli import main

pytest.importorskip("matplotlib", reason="pictures need matplotlib")

from exactnet.plots import ensemble_figure, sensitivity_figure, trajectory_figure


def test_growth_beside_the_published_one() -> None:
    found = xn.ensemble([1, 0], [0, 1], width=3, depth=2, sigma_w=2, sigma_b=1, draws=4, seed=1)
    (axes,) = ensemble_figure(found).axes
    lines = {line.get_label(): line for line in axes.lines}
    (published,) = [line for label, line in lines.items() if str(label).startswith("published")]
    assert published.get_ydata() == pytest.approx([1, found.ensemble.base, found.ensemble.base**2])
    assert len([line for line in axes.lines if line.get_linewidth() <= 0.9]) >= 4
    assert axes.get_title() == "4 random relu networks of width 3"
    assert "left open" in axes.texts[0].get_text()


def test_paths_that_end_in_a_point_are_cut_off() -> None:
    found = xn.ensemble([1, 0], [0, 1], width=1, depth=12, draws=3, seed=1)
    assert ensemble_figure(found).axes


def test_a_dot_a_perturbation() -> None:
    network = net.document(net.dense([[2], [2]], [0, -1]), net.RELU, net.dense([[1, -2]], [0]))
    found = xn.sensitivity(network, 0, 1, "1/16", draws=3)
    above, middle, below = sensitivity_figure(found).axes
    for axes in (above, middle):
        (dots,) = [line for line in axes.lines if line.get_marker() == "o"]
        assert list(dots.get_xdata()) == [0, 0, 0, 1, 1, 1]
    assert [label.get_text() for label in below.get_xticklabels()] == ["1", "3"]
    for mark, name in (("s", "transitions"), ("^", "patterns")):
        (dots,) = [line for line in below.lines if line.get_marker() == mark]
        assert list(dots.get_ydata()) == [getattr(row, f"{name}_change") for row in found.rows]


def test_the_commands_write_equal_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.net.json").write_text(json.dumps(net.document(net.dense([[2]], [-1]), net.ABS)))
    drawn = ["plot", "ensemble", "--width", "2", "--depth", "2", "--from", "1,0", "--to", "0,1", "--draws", "2", "-o"]
    noisy = ["plot", "sensitivity", "a.net.json", "--from", "0", "--to", "1", "--noise", "1/4", "-o"]
    for command in (drawn, noisy):
        for name in ("one.svg", "two.svg"):
            assert main([*command, name]) == 0
        assert Path("one.svg").read_bytes() == Path("two.svg").read_bytes()


def test_a_trajectory_shows_every_layer():
    network = {"format": "exactnet-network/1", "inputs": 2, "layers": [{"type": "relu"}, {"type": "abs"}]}
    found = xn.trajectory(network, [-1, 2], [1, -1])
    above, below = trajectory_figure(found).axes
    (length,) = above.lines
    assert list(length.get_xdata()) == [0, 1, 2]
    assert length.get_ydata()[0] == pytest.approx(13**0.5)
    transitions, patterns = below.lines
    assert list(transitions.get_ydata()) == [layer.transitions for layer in found.layers]
    assert list(patterns.get_ydata()) == [layer.patterns for layer in found.layers]
    assert [tick.get_text() for tick in below.get_xticklabels()] == ["path\n2", "relu\n2", "abs\n2"]
    assert above.get_yscale() == "log"


def test_a_path_that_becomes_a_point_has_no_logarithm():
    network = {"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "relu"}]}
    above, _ = trajectory_figure(xn.trajectory(network, -2, -1)).axes
    assert above.get_yscale() == "linear"


def test_a_length_of_zero_is_seen_whole() -> None:
    network = net.document(net.dense([[0]], [1]), net.RELU)
    above, _ = trajectory_figure(xn.trajectory(network, 0, 1)).axes
    assert list(above.lines[0].get_ydata()) == [1, 0, 0]
    assert above.get_ylim()[0] < 0 < 1 < above.get_ylim()[1]
