"""What is written of a table: numbers, Markdown, CSV, LaTeX, HTML."""

from __future__ import annotations

import csv
import io
import math
import re
import shutil
import subprocess
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.tables import SPEC

from exactnet.printed.latex import latex
from exactnet.printed.numbers import exactly, log_text, number_text
from exactnet.tables import Table, build, read_plan

FRACTIONS = st.fractions(max_denominator=10**9).filter(lambda x: abs(x) < 10**11)


@pytest.fixture(scope="module")
def table() -> Table:
    hard = {**SPEC, "title": r"50% of #1 & {a_b} \~^ <x> | $5", "notes": ["[a] * 2 <= 2^(k-1), rho_p -> sqrt(2)"]}
    return build(read_plan(hard))


@given(FRACTIONS, st.integers(0, 9))
def test_a_rounded_number_is_within_half_a_unit(x: Fraction, digits: int) -> None:
    text = number_text(str(x), digits)
    if text.startswith("~"):
        shown = Fraction(text[1:].replace("e", "E"))
        unit = Fraction(1, 10**digits) if "e" not in text else abs(shown) / 100
        assert abs(shown - x) <= unit / 2
    else:
        assert Fraction(text) == x


@given(st.fractions(min_value=1, max_value=1000, max_denominator=10**6), st.integers(1, 8))
def test_a_logarithm_is_within_half_a_unit(x: Fraction, digits: int) -> None:
    text = log_text({"lower": str(x), "upper": str(x + Fraction(1, 10**30))}, digits)
    # the float only has to tell a wrong digit from a right one
    assert abs(float(text) - math.log(x)) <= 0.51 * 10**-digits


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (8, "8"),
        ([1, 2], "1 2"),
        ([[0, 1], [2, 3]], "(0 1) (2 3)"),
        ("1/3", "1/3"),
        ({"lower": "1", "upper": "2"}, "1 .. 2"),
        ({"lower": "4/3", "upper": "4/3", "exact": None}, "4/3"),
        ({"lower": "1", "upper": "2", "radicals": [["1/2", 1], ["1", 5]]}, "1/2 + sqrt(5)"),
        ({"lower": "1", "upper": "1", "radicals": []}, "0"),
        (10**20, "~1.000e+20"),
        ("1/10000000000000", "~1.00e-13"),
        (True, "True"),
        (None, ""),
    ],
)
def test_texts_of_values(value: object, text: str) -> None:
    assert number_text(value, 6) == text


def test_growth_numbers() -> None:
    golden = {
        "lower": "1618033/1000000",
        "upper": "323607/200000",
        "exact": {"polynomial": [-1, -1, 1], "between": ["1", "2"]},
    }
    assert number_text(golden, 6) == "~1.618034"  # by the root: the bracket does not know so many digits
    assert number_text({**golden, "exact": None}, 6) == "~1.6180"
    assert exactly(golden) == "the root of x^2 - x - 1 between 1 and 2"
    assert log_text(golden, 6) == "0.481212"
    assert log_text({"lower": "1", "upper": "1"}, 6) == "0"
    assert log_text({"lower": "3/2", "upper": "3/2"}, 6) == "log(3/2)"


def test_markdown(table: Table) -> None:
    lines = table.text("md").splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1
    assert "T^3" in rows[3]
    assert "8 ≤ 27" in rows[3]


def test_csv_has_every_number_exactly(table: Table) -> None:
    rows = list(csv.DictReader(io.StringIO(table.text("csv"))))
    assert [row["laps of f^4"] for row in rows] == ["16", "4096", "14"]
    assert [row["entropy"] for row in rows] == ["2", "8", "3/2"]
    assert rows[0]["bu2020.pieces"], rows[0]["bu2020.pieces bound"] == ("2", "3")
    assert rows[2]["bu2020.pieces verdict"] == "not_applicable"
    assert all(len(row["laps of f^4 certificate"]) == 64 for row in rows)


class _Tags(HTMLParser):
    """Whether what is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_is_complete_in_itself(table: Table) -> None:
    page = table.text("html")
    found = _Tags()
    found.feed(page)
    assert found.open == []
    assert r"50% of #1 & {a_b} \~^ <x> | $5" in found.text
    assert "http" not in page
    assert "<script" not in page


def test_reasons_are_told_once() -> None:
    columns = [{"quantity": name} for name in ("faces", "laps", "affine_maps")]
    row = {"construction": "constant", "parameters": {"value": "1/2"}}
    text = build(read_plan({"rows": [row, row], "columns": [*columns, *columns]})).text("md")
    reasons = [line for line in text.splitlines() if line.startswith("- ")]
    assert reasons == [
        "- faces; affine\\_maps, row 1, 2, –: this is a quantity of networks; an interval map has pieces and laps"
    ]


@pytest.mark.parametrize("width", [1, 3])
def test_a_large_table_is_divided_in_latex(width: int, tmp_path: Path) -> None:
    columns = [{"quantity": "minimum", "title": "of a rather long name " * width} for _ in range(12)]
    notes = ["a note that fills a line below the table" * 3] * 60
    row = {"construction": "constant", "family": {"value": {"from": 1, "to": 40}}, "name": "π{value}"}
    document = build(read_plan({"rows": [row], "columns": columns, "notes": notes})).document
    text = latex(document)
    tabulars = re.findall(r"\\toprule\n(.*?)\\bottomrule", text, re.DOTALL)
    floats = text.count(r"\begin{table}")
    assert floats > 1
    assert text.index("a note") > text.rindex(r"\end{table}")
    assert sum(block.split(r"\midrule")[1].count(r"$\pi$") for block in tabulars) == 40 * len(tabulars) // floats
    assert sum(len(re.findall(r"\\ttfamily", block)) for block in tabulars) == 40
    _compiled(text, tmp_path)


def test_latex_is_balanced(table: Table) -> None:
    text = table.text("tex")
    assert text.isascii()
    bare = re.sub(r"\\[\\{}$%&#_]", "", text)
    assert bare.count("{") == bare.count("}")
    assert bare.count("$") % 2 == 0
    assert sorted(re.findall(r"\\begin{(\w+)}", text)) == sorted(re.findall(r"\\end{(\w+)}", text))
    body = text.split(r"\midrule")[1].split(r"\bottomrule")[0].strip().split("\n")
    assert len({len(re.findall(r"(?<!\\)&", line)) for line in body}) == 1


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no LaTeX (pdflatex) here")
def test_latex_compiles(table: Table, tmp_path: Path) -> None:
    _compiled(latex(table.document), tmp_path)


def _compiled(text: str, tmp_path: Path) -> None:
    if shutil.which("pdflatex") is None:
        return
    document = rf"\documentclass{{article}}\usepackage{{booktabs,graphicx}}\begin{{document}}{text}\end{{document}}"
    (tmp_path / "t.tex").write_text(document)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "t.tex"]
    found = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout[-2000:]
    assert "too large" not in found.stdout
