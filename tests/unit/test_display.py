"""What notebooks show: well-formed, escaped, and true to the object."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from support import networks as net

import exactnet as xn
from exactnet.bounds.verdict import Refuted, Unknown
from exactnet.check.verdict import Verdict
from exactnet.display import Displayed, Sheet, Table

TENT = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]}
ABS = net.document(net.dense([[1, 1], [1, -1]], [0, 0]), net.ABS, net.dense([[1, 1]], [-1]), inputs=2)
LINE = net.document(net.dense([[2], [4]], [0, -2]), {"type": "relu"}, net.dense([[1, -1]], [0]), inputs=1)
MAPS = {"statement": "laps(f) <= 1", "class": {"kind": "maps", "x": [1, 2, 3], "y": [1, 2, 3]}}

OBJECTS = {
    "network": lambda: xn.load(LINE),
    "line": lambda: xn.load(TENT),
    "curve": lambda: xn.load(
        {"format": "exactnet-map/1", "domain": ["0", "1"], "pieces": [{"to": "1", "polynomial": ["0", "4", "-4"]}]}
    ),
    "verify": lambda: xn.verify(TENT),
    "entropy": lambda: xn.entropy(TENT),
    "certificate": lambda: xn.entropy(TENT).certificate,
    "laps": lambda: xn.laps(TENT, 3),
    "shape": lambda: xn.shape(TENT),
    "orbits": lambda: xn.orbits(TENT, 3),
    "sweep": lambda: xn.sweep(TENT, "points.1.1=1/2:1:2"),
    "depth_width": lambda: xn.depth_width(TENT, 5),
    "distance": lambda: xn.distance(TENT, LINE),
    "regions": lambda: xn.regions(ABS),
    "complex": lambda: xn.polyhedral_complex(ABS, "box:-2,2"),
    "ranks": lambda: xn.rank(ABS),
    "criteria": lambda: xn.criteria(ABS, "box:-2,2"),
    "betti": lambda: xn.betti(ABS, "eq", 0),
    "stability": lambda: xn.stability({**ABS, "layers": ABS["layers"][:1]}, "box:-2,2", output=0),
    "layers": lambda: xn.layers(ABS, "box:-2,2"),
    "persistence": lambda: xn.persistence(ABS),
    "trajectory": lambda: xn.trajectory(ABS, [-1, 2], [1, 1]),
    "ensemble": lambda: xn.ensemble([1, 0], [0, 1], width=2, depth=2, draws=2),
    "signs": lambda: xn.sign_ensemble([1, 0], [0, 1], width=2, depth=1),
    "sensitivity": lambda: xn.sensitivity(ABS, [-1, 2], [1, 1], "1/8"),
    "budget": lambda: xn.compare_budgets(2, 4, max_depth=2),
    "answer": lambda: xn.solve(LINE, reach="F > 5"),
    "search": lambda: xn.search(MAPS),
    **{
        f"verdict of {name}": lambda name=name: xn.verify(TENT, [name]).rows[0].verdict
        for name in ("telgarsky2016.pieces", "bu2020.pieces")
    },
    "refuted": lambda: Refuted("x < 1 & y", xn.entropy(TENT).certificate),
    "unknown": lambda: Unknown("a <b>"),
}


class Balanced(HTMLParser):
    """Tags that close in order, and nothing that is fetched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in {"div", "strong", "table", "caption", "thead", "tbody", "tr", "th", "td", "span", "p"}
        assert {name for name, _ in attributes} <= {"style"}
        self.open.append(tag)
        if tag in ("th", "td"):
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"th", "td"} & set(self.open):
            self.cells[-1] += data


@pytest.mark.parametrize("name", OBJECTS)
def test_every_result_is_well_formed(name: str) -> None:
    shown: Any = OBJECTS[name]()
    assert isinstance(shown, Displayed)
    assert len(Balanced(shown._repr_html_()).cells) >= 4
    latex = getattr(shown, "_repr_latex_", lambda: None)()
    if latex is not None:
        assert latex[0] == latex[-1] == "$"
        assert latex.count("{") == latex.count("}")


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        (
            "network",
            r"$\mathbf{R}^{1} \xrightarrow{\text{dense}} \mathbf{R}^{2} \xrightarrow{\text{relu}} \mathbf{R}^{2} "
            r"\xrightarrow{\text{dense}} \mathbf{R}^{1}$",
        ),
        ("complex", r"$f = (5, 8, 4)$"),
        ("refuted", r"$\text{refuted}$"),
        ("verdict of bu2020.pieces", r"$\text{not applicable}$"),
    ],
)
def test_what_is_no_number_has_a_formula_too(name: str, formula: str) -> None:
    assert OBJECTS[name]()._repr_latex_() == formula


def test_the_checker_answers_in_a_notebook_too() -> None:
    assert "✓ valid" in xn.entropy(TENT).certificate.check()._repr_html_()
    assert "✗ invalid: json: &lt;b&gt;" in Verdict("invalid", "json", "<b>")._repr_html_()
    assert Verdict("invalid", "json", "<b>")._repr_latex_() == r"$\text{invalid}$"


def test_long_objects_have_short_formulas() -> None:
    many = {"format": "exactnet-map/1", "points": [[i, i % 2] for i in range(40)]}
    assert xn.load(many)._repr_latex_() == r"$f \text{ with } 39 \text{ affine pieces}$"
    deep = xn.load(net.document(*[net.ABS] * 100, inputs=3))._repr_latex_()
    assert r"\cdots" in deep
    assert len(deep) < 1000


def test_names_are_escaped() -> None:
    network = xn.load({**LINE, "name": "<b>&"})
    html = network._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt;&amp;" in html
    sheet = Sheet("<i>", {"<u>": "<s>"}, [Table([{"<u>": ["<s>", {"<a href='x'>": 1}]}], "<script>")])
    assert not set(re.findall(r"<(\w+)", sheet.html())) & {"i", "u", "s", "a", "script"}
    Balanced(sheet.html())


def test_verdicts_read_without_colour() -> None:
    found = xn.verify(TENT)
    cells = Balanced(found._repr_html_()).cells
    assert cells.count("✓ proved") == sum(row.verdict.word == "proved" for row in found.rows) > 0
    assert cells.count("– not applicable") == sum(row.verdict.word == "not_applicable" for row in found.rows)
    assert "✗ refuted" in Balanced(OBJECTS["signs"]()._repr_html_()).cells


def test_weights_of_small_networks_only() -> None:
    assert "weight: (2), (4); bias: 0, -2" in Balanced(xn.load(LINE)._repr_html_()).cells
    wide = net.document(net.dense([[1]] * 40, [0] * 40), inputs=1)
    assert "weight" not in xn.load(wide)._repr_html_().replace("weights and biases", "")


def test_long_tables_say_how_many_rows_follow() -> None:
    html = Sheet("", {}, [Table([{"n": n} for n in range(1234)])]).html()
    assert "1,134 more rows" in html
    assert len(html) < 20_000


def test_formulas() -> None:
    assert xn.load(TENT)._repr_latex_() == (
        r"$f(x) = \begin{cases} 2 x & 0 \leq x \leq \frac{1}{2} \\ -2 x + 2 & \frac{1}{2} \leq x \leq 1 \end{cases}$"
    )
    assert xn.entropy(TENT)._repr_latex_() == r"$h = \log 2$"
    assert xn.RealAlgebraic.from_polynomial([-2, 0, 1], 1, 2)._repr_latex_() == r"$x \approx 1.4142136,\ x^{2} - 2 = 0$"
    row = next(row for row in xn.verify(TENT).rows if row.bound.id == "telgarsky2016.pieces")
    assert row._repr_latex_() == r"$\text{crossings} = 3 \leq 4$"


def test_a_certificate_asks_the_checker() -> None:
    assert xn.entropy(TENT).certificate.check().word == "valid"
