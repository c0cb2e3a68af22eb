"""A small table with every kind of cell, written to a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from exactnet.tables import Table, build, read_plan

SPEC: dict[str, Any] = {
    "title": "Tents & folds",
    "source": "known answers",
    "notes": ["T^k has 2^k laps"],
    "rows": [
        {"construction": "tent_network", "family": {"depth": [1, 3]}, "name": "T^{depth}"},
        {"construction": "tent", "parameters": {"s": "3/2"}, "name": "slope 3/2"},
    ],
    "columns": [
        {"quantity": "laps", "n": 4, "title": "laps of f^4"},
        {"quantity": "entropy"},
        {"quantity": "l1_distance", "to": {"construction": "constant", "value": "1/2"}, "title": "|f - 1/2|"},
        {"bound": "bu2020.pieces"},
        {"bound": "serra2018.lower"},
    ],
}


def write_table(folder: Path, spec: dict[str, Any] = SPEC, name: str = "small") -> tuple[Table, Path]:
    """Build a table and write it with all formats; give it, and the path of its document."""
    table = build(read_plan(spec, name))
    table.write(folder, ["md", "tex", "csv", "html"])
    return table, folder / f"{name}.json"


def changed(path: Path, change: Any) -> None:
    """Change the document of a table, and leave its seals as they are."""
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))


def certificate_of(path: Path, row: int, column: int) -> Path:
    """The file of a cell's certificate."""
    digest = json.loads(path.read_text())["rows"][row]["cells"][column]["certificate"]
    return path.with_name(f"{path.stem}.certs") / f"{digest}.cert.json"
