"""`exactnet stability` as a user meets it."""

import json

import pytest
from support import networks as net
from support import stability_evidence

from exactnet.cli import main

LINE = net.document(net.dense([[1, 2]], [-1]), inputs=2)
KEYS = {"domain", "output", "level", "premises", "radius", "stable", "failing", "certificate"}


@pytest.fixture
def line(tmp_path):
    path = tmp_path / "line.net.json"
    path.write_text(json.dumps(LINE))
    return str(path)


def test_json(line, capsys, tmp_path):
    assert main(["stability", line, "--domain", "box:-2,2", "--json", "--out", str(tmp_path / "out")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == KEYS
    assert (found["stable"], found["premises"], found["failing"], found["radius"]) == (True, True, None, "13107/65536")
    path = tmp_path / "out" / f"{found['certificate']}.cert.json"
    stability_evidence.check(json.loads(path.read_text()))


def test_a_premise_that_fails_is_an_answer(line, capsys):
    assert main(["stability", line, "--domain", "box:0,1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["stable"], found["premises"], found["radius"]) == (None, False, None)
    assert found["failing"]["neuron"] == "level"
    assert found["failing"]["point"] == ["1", "0"]
    assert set(found["failing"]["cell"]) == {"inside", "vanishes_throughout"}


def test_text(line, capsys):
    assert main(["stability", line, "--domain", "box:-2,2", "--level", "1/2", "--quiet"]) == 0
    out = capsys.readouterr().out
    assert "{u_0 <= 1/2}" in out
    assert "stable\n" in out
    assert "radius" in out
    assert main(["stability", line, "--domain", "box:0,1", "--quiet"]) == 0
    assert "not known to be stable" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--domain", "all"], 2),
        ([], 2),
        (["--domain", "box:1,0"], 2),
        (["--domain", "box:0,1", "--level", "x"], 2),
        (["--domain", "box:0,1", "--classes", "0"], 2),
        (["--domain", "box:-2,2", "--max-cells", "1"], 3),
    ],
)
def test_errors_are_one_sentence(line, capsys, arguments, status):
    assert main(["stability", line, *arguments]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("exactnet: ")
    assert err.count("\n") == 1
