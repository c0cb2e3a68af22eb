"""Pictures of Betti numbers by layer show every number at its layer."""

import pytest
from support import networks as net

import exactnet as xn

pytest.importorskip("matplotlib", reason="pictures need matplotlib")

from exactnet.plots import betti_figure

SPHERE = net.document(
    net.dense([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0, 1, 1], [1, 0, 1]], [0] * 6),
    net.ABS,
    net.dense([[1, 1, 1, 0, 0, 0]], [0]),
    inputs=3,
)


def test_every_number_is_a_marker():
    found = xn.layers(SPHERE, "box:-2,2", "eq", 1)
    axes = betti_figure(found).axes[0]
    lines = {line.get_label(): line for line in axes.lines if line.get_marker() not in ("None", "none", "", None)}
    assert set(lines) == {rf"$\beta_{k}$" for k in range(4)}
    for k in range(4):
        rows = [row for row in found.layers if k < len(row.betti)]
        line = lines[rf"$\beta_{k}$"]
        assert list(line.get_ydata()) == [row.betti[k] for row in rows]
        assert [round(x) for x in line.get_xdata()] == [row.layer for row in rows]
    assert len({line.get_marker() for line in lines.values()}) == 4
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["input\n3", "dense\n6", "abs\n6", "dense\n1"]
    assert "Z/2" in [text.get_text() for text in axes.texts]


def test_many_layers_stay_on_a_page():
    layers = [net.dense([[1]], [0]), net.ABS] * 20
    figure = betti_figure(xn.layers(net.document(*layers), "box:-1,1"))
    axes = figure.axes[0]
    assert figure.get_size_inches()[0] <= 8
    assert len(axes.get_xticklabels()) <= 10
    assert [len(line.get_xdata()) for line in axes.lines if line.get_label() == r"$\beta_0$"] == [41]
