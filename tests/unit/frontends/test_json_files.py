"""JSON files: what is wrong with them is said in one sentence; notices point at the caller."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import exactnet as xn
from exactnet.cli import main
from exactnet.frontends import FloatNotice

HALF = {"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "dense", "weight": [[0.5]], "bias": [0]}]}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b'{"format": "exac', "not JSON: Unterminated string starting at line 1, column 12"),
        (b"{}", 'the document lacks the field "format", which must be "exactnet-network/1" or "exactnet-map/1"'),
        (b'{"format": null}', '"format" is None; it must be "exactnet-network/1" or "exactnet-map/1"'),
        (
            b'{"name": "NaN", "layers": [{"bias": ["Infinity", 1, -Infinity]}]}',
            "layers[0].bias[2]: -Infinity is not a number; every number must be finite",
        ),
        (b"NaN", "the document: NaN is not a number; every number must be finite"),
    ],
)
def test_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, fault: str) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    assert main(["laps", str(path)]) == 2
    assert capsys.readouterr() == ("", f"exactnet: {path}: {fault}\n")


@pytest.mark.parametrize(
    "call",
    [
        xn.load,
        xn.regions,
        lambda path: xn.laps(path),
        lambda path: xn.sensitivity(path, [0], [1], noise="1/2"),
        lambda path: xn.load(json.loads(path.read_text())),
    ],
)
def test_the_notice_points_at_the_caller(tmp_path: Path, call: Callable[[Path], Any]) -> None:
    path = tmp_path / "half.net.json"
    path.write_text(json.dumps(HALF))
    with pytest.warns(FloatNotice) as notices:
        call(path)
    assert [notice.filename for notice in notices] == [__file__]


ROOT = {"polynomial": [-2, 0, 1], "between": ["1", "2"]}


@pytest.mark.parametrize("command", [["laps"], ["entropy"], ["orbits", "--max-period", "2"]])
@pytest.mark.parametrize(
    ("document", "interval", "values"),
    [
        ({"points": [[0, 0], [1, 2], [2, 3]]}, "[0, 2]", "0 to 3"),
        ({"domain": [0, 1], "pieces": [{"to": 1, "polynomial": [0, 5, -5]}]}, "[0, 1]", "0 to 5/4"),
        ({"points": [[0, 0], ["1/2", ROOT], [1, 0]]}, "[0, 1]", "0 to ~1.41421356"),
        ({"points": [[0, 0], [1, 2], [ROOT, 0]]}, "[0, ~1.41421356]", "0 to 2"),
    ],
)
def test_a_map_that_leaves_its_interval(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str], document: Any, interval: str, values: str
) -> None:
    path = tmp_path / "leaving.map.json"
    path.write_text(json.dumps({"format": "exactnet-map/1", **document}))
    assert main([command[0], str(path), *command[1:]]) == 2
    sentence = (
        f"the map leaves its interval {interval}: its values run from {values} (--clip would cut them off at the ends)"
    )
    assert capsys.readouterr().err == f"exactnet: {sentence}\n"
    assert main([command[0], str(path), *command[1:], "--clip"]) == 0
