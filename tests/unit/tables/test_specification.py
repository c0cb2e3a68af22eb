"""Specifications: what they may say, and where they are wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import exactnet as xn
from exactnet.errors import InputError
from exactnet.model import Network
from exactnet.tables import CONSTRUCTIONS, build, read_plan

TENT = '{points = [["0", "0"], ["1/2", "1"], ["1", "0"]]}'
COLUMN = '[[columns]]\nquantity = "laps"\n'


def plan_of(folder: Path, text: str) -> Any:
    path = folder / "spec.toml"
    path.write_text(text)
    return read_plan(path)


def test_every_kind_of_row(tmp_path: Path) -> None:
    (tmp_path / "tent.map.json").write_text(
        json.dumps({"format": "exactnet-map/1", "points": [[0, 0], ["1/2", 1], [1, 0]]})
    )
    text = f"""
[[rows]]
map = "tent.map.json"
[[rows]]
map = {TENT}
family = {{"points.1.1" = [0.75, "1"]}}
name = "height {{points.1.1}}"
[[rows]]
construction = "tent"
family = {{s = {{from = 1, to = 2, count = 3}}}}
[[rows]]
network = {{inputs = 1, layers = [{{type = "abs"}}]}}
{COLUMN}"""
    plan = plan_of(tmp_path, text)
    assert [row.given for row in plan.rows] == [
        {},
        {"points.1.1": "0.75"},
        {"points.1.1": "1"},
        {"s": 1},
        {"s": "3/2"},
        {"s": 2},
        {},
    ]
    # without values, a row is told from others by its file
    assert [row.name for row in plan.rows] == ["tent", "height 0.75", "height 1", "", "", "", ""]
    assert plan.parameters == ["points.1.1", "s"]
    table = build(plan)
    assert [row["cells"][0]["value"] for row in table.rows[:6]] == [2] * 6
    assert table.rows[6]["cells"][0]["value"] == 1
    # the plain file, the document with its own height, and the tent of slope 2 are one map: one digest, one certificate
    assert len({table.rows[i]["subject"]["sha256"] for i in (0, 2, 5)}) == 1


def test_a_family_is_the_product_of_its_values(tmp_path: Path) -> None:
    row = '[[rows]]\nconstruction = "planar"\nfamily = {components = [1, 2], holes = {from = 0, to = 2}}\n'
    plan = plan_of(tmp_path, row + '[[columns]]\nquantity = "betti"\n')
    assert [tuple(row.given.values()) for row in plan.rows] == [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)]
    assert [row["cells"][0]["value"] for row in build(plan).rows] == [list(row.given.values()) for row in plan.rows]


ROW = f"[[rows]]\nmap = {TENT}\n"


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("title = 3\n" + ROW + COLUMN, "title", "text"),
        ("titel = 'x'\n" + ROW + COLUMN, "", "no 'titel' in a specification"),
        ("rows = [\n", "", "not TOML: "),
        (COLUMN, "", "there are no rows"),
        (ROW, "", "there are no columns"),
        (ROW + "[[columns]]\nquantity = 'lapz'\n", "columns[1]", "no quantity 'lapz'; known are affine_pieces"),
        (ROW + "[[columns]]\nbound = 'nothing'\n", "columns[1]", "no bound 'nothing'"),
        (ROW + "[[columns]]\nquantity = 'laps'\nbound = 'zaslavsky'\n", "columns[1]", "just one of quantity and bound"),
        (ROW + COLUMN + COLUMN + "n = 'two'\n", "columns[2]", "n: it must be an integer"),
        (ROW + COLUMN + "m = 2\n", "columns[1]", "has no option 'm'"),
        (ROW + "[[columns]]\nquantity = 'least_periods'\n", "columns[1]", "needs 'max_period'"),
        (ROW + COLUMN + "n = '$k'\n", "columns[1], with rows[1]", "the row gives no 'k'"),
        (
            ROW + "parameters = {k = 0}\n" + COLUMN + "n = '$k'\n",
            "columns[1], with rows[1]",
            "n: it must be an integer",
        ),
        (ROW + COLUMN + "digits = -1\n", "columns[1]", "digits: "),
        (ROW + "[[columns]]\nquantity = 'swings'\ntolerance = '$e'\n", "columns[1]", "tolerance must be given itself"),
        (ROW + "[[columns]]\nquantity = 'l1_distance'\nto = 'no.json'\n", "columns[1], with rows[1]", "to: "),
        ("[[rows]]\nmap = 'none.map.json'\n" + COLUMN, "rows[1]", "there is no such file"),
        ("[[rows]]\nnetwork = " + TENT + "\n" + COLUMN, "rows[1]", "network"),
        ("[[rows]]\nname = 'x'\n" + COLUMN, "rows[1]", "just one of network, map and construction"),
        ("[[rows]]\nconstruction = 'tents'\n" + COLUMN, "rows[1]", "no construction 'tents'"),
        ("[[rows]]\nconstruction = 'tent'\n" + COLUMN, "rows[1]", "needs 's': the slope"),
        (ROW + "[[rows]]\nconstruction = 'tent'\nfamily = {s = [1, true]}\n" + COLUMN, "rows[2]: member 2", "number"),
        (ROW + "family = {s = {from = 2, to = 1}}\n" + COLUMN, "rows[1]", "from <= to"),
        (ROW + "family = {'points.7.1' = [1]}\n" + COLUMN, "rows[1]: member 1", "leads nowhere"),
        (ROW + COLUMN + "domain = 'box:1'\n", "columns[1]: domain", "not understood"),
        (ROW + "parameters = {k = 2020-01-01}\n" + COLUMN, "rows[1].parameters.k", "neither text nor an exact number"),
        (
            ROW + "[[columns]]\nquantity = 'patterns'\nfrom = 0\nto = 1\narc = '$arc'\n",
            "columns[1]",
            "arc must be given itself",
        ),
        (ROW + "colour = 'red'\n" + COLUMN, "rows[1]", "no 'colour' in a row"),
        (ROW + COLUMN + "show = 'log'\n", "columns[1]", "show = 'log' is for the quantities entropy and growth"),
        (
            ROW + "parameters = {k = 1}\nfamily = {k = [2]}\n" + COLUMN,
            "rows[1]",
            "'k' is both in parameters and in family",
        ),
        (ROW + "parameters = {k = {polynomial = [-2, 0, 1]}}\n" + COLUMN, "rows[1]: k", 'lacks the field "between"'),
        ("[[rows]]\nconstruction = 'tent'\nparameters = {s = 'a'}\n" + COLUMN, "rows[1]: s", "not a number"),
        (ROW + "family = {k = {from = 1, to = 2, count = 1}}\n" + COLUMN, "rows[1]: k: count", "from 2 to 10,000"),
        (ROW + "family = {k = {from = 1, to = 20000}}\n" + COLUMN, "rows[1]: k", "20,000 values; at most 10,000"),
        (
            "[[rows]]\nconstruction = 'sawtooth_network'\nparameters = {widths = [5000, 5000]}\n" + COLUMN,
            "rows[1]: widths",
            "25,000,000 weights",
        ),
        (
            ROW + "parameters = {l = 'x'}\n[[columns]]\nquantity = 'unit_pieces'\nlayer = '$l'\n",
            "columns[1], with rows[1]: layer",
            "it must be 1, 2, ..",
        ),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, text: str, place: str, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        plan_of(tmp_path, text)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'spec.toml'}: {place}")
    assert problem in message
    assert "\n" not in message.strip()


EXAMPLES: dict[str, dict[str, Any]] = {
    "tent": {"s": "3/2"},
    "tent_power": {"k": 3},
    "tent_network": {"depth": 3},
    "sawtooth_network": {"widths": [3, 2]},
    "full_network": {"depth": 2},
    "logistic": {"r": {"polynomial": [-4, -2, 1], "between": [3, 4]}},
    "chebyshev": {"n": 3},
    "constant": {"value": "1/2"},
    "polynomial": {"coefficients": [0, 0, 1]},
    "square_chords": {"pieces": 4, "shift": "1/64"},
    "cycle": {"images": [3, 4, 2, 1]},
    "stefan_cycle": {"p": 5},
    "increasing_cycle": {"p": 4},
    "shells": {"inputs": 2, "widths": [4], "shells": [2]},
    "planar": {"components": 2, "holes": 1},
}


@pytest.mark.parametrize("name", CONSTRUCTIONS)
def test_every_construction_is_made(name: str) -> None:
    plan = read_plan(
        {"rows": [{"construction": name, "parameters": EXAMPLES[name]}], "columns": [{"quantity": "affine_pieces"}]}
    )
    subject = plan.rows[0].subject
    assert isinstance(subject, Network) or subject.domain.is_rational


def test_constructions_are_what_they_say() -> None:
    def value(name: str, columns: list[dict[str, Any]]) -> list[Any]:
        row = {"construction": name, "parameters": EXAMPLES[name]}
        return [cell.get("value") for cell in xn.table({"rows": [row], "columns": columns}).rows[0]["cells"]]

    laps = [{"quantity": "laps", "n": 2}]
    assert value("tent_power", laps) == value("tent_network", laps) == [64]
    assert value("sawtooth_network", laps) == [36]
    assert value("full_network", laps) == [256]
    assert value("chebyshev", laps) == [9]
    periods = [{"quantity": "least_periods", "max_period": 6}]
    assert value("stefan_cycle", periods) == [[1, 2, 4, 5, 6]]
    assert value("cycle", periods) == [[1, 2, 4]]
    # 1 + sqrt 5: the critical point has period 2, entropy 0
    (growth,) = value("logistic", [{"quantity": "growth"}])
    assert (growth["lower"], growth["upper"]) == ("1", "1")
    square = {"construction": "polynomial", "coefficients": [0, 0, 1]}
    assert value("square_chords", [{"quantity": "linf_distance", "to": square}]) in (
        ["1/64"],
        [{"lower": "1/64", "upper": "1/64"}],
    )
