"""What the documents show is what happens: sessions of the README, snippets of the pages, links between them."""

from __future__ import annotations

import ast
import doctest
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from flint import fmpq

import exactnet as xn

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "proofs").rglob("*.md"))]


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)


def sessions() -> list[list[tuple[str, str]]]:
    """Commands with what they print, a list for every console block of the README."""
    return [
        re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE) for block in blocks("README.md", "console")
    ]


@pytest.mark.parametrize("session", sessions(), ids=lambda session: session[0][0].split()[1])
def test_the_sessions_of_the_readme_happen(session: list[tuple[str, str]], tmp_path: Path) -> None:
    for folder in ("examples", "proofs"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    for command, expected in session:
        words = shlex.split(command)
        assert words[0] == "exactnet"
        done = subprocess.run(
            [sys.executable, "-m", "exactnet", *words[1:]], cwd=tmp_path, capture_output=True, text=True
        )
        printed = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
        assert doctest.OutputChecker().check_output(expected, printed, doctest.ELLIPSIS), printed + done.stderr


def test_the_snippet_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    (snippet,) = blocks("README.md", "python")
    exec(compile(snippet, "README.md", "exec"), {})
    out = capsys.readouterr().out
    assert "bu2020.pieces proved 32 243" in out
    assert "0.48121182505960344749775891342436842313518433438566" in out


@pytest.mark.parametrize("number", range(len(blocks("docs/python.md", "python"))))
def test_the_snippets_of_the_python_page_run(
    number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And print what their comments say, where these quote it."""
    monkeypatch.chdir(ROOT)
    snippet = blocks("docs/python.md", "python")[number]
    exec(compile(snippet, "docs/python.md", "exec"), {})
    out = capsys.readouterr().out
    quoted = re.findall(r"  # ([\d\[(][\d\[\](), /.]*\d[\])]*)", snippet)
    assert all(words in out for words in quoted), (quoted, out)


def test_rationals_are_of_the_type_that_the_python_page_names() -> None:
    tent = ROOT / "examples" / "tent-5.net.json"
    page = (ROOT / "docs" / "python.md").read_text()
    assert "rationals (`flint.fmpq`" in page
    for q in (xn.load(tent)("1/3")[0], xn.distance(tent, tent, "l1").value, xn.persistence(tent).layers[0].value):
        assert isinstance(q, fmpq)


def test_the_errors_that_the_python_page_names_are_names_of_the_package() -> None:
    page = (ROOT / "docs" / "python.md").read_text()
    assert "both `ExactnetError`, all names of `xn`" in page
    for error in (xn.InputError, xn.UndecidedError):
        assert issubclass(error, xn.ExactnetError)


def test_the_specification_of_the_page_on_tables_makes_a_table_that_claims_something_everywhere(tmp_path: Path) -> None:
    (specification,) = blocks("docs/tables.md", "toml")
    (tmp_path / "tents.toml").write_text(specification)
    (tmp_path / "maps").mkdir()
    tent = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "1"], ["1", "0"]]}
    (tmp_path / "maps" / "tent.map.json").write_text(json.dumps(tent))
    made = xn.table(tmp_path / "tents.toml")
    cells = [cell for row in json.loads(made.text("json"))["rows"] for cell in row["cells"]]
    assert [cell["verdict"] for cell in cells] == ["measured", "proved"] * 5


@pytest.mark.parametrize(("premise", "pieces"), [("", 1), ("size >= 4 => ", 7)])
def test_counterexamples_get_as_small_as_the_page_on_searches_says(premise: str, pieces: int) -> None:
    fields = {"inputs": 1, "widths": [2, 2], "weights": "-2:2"}
    page = (ROOT / "docs" / "search.md").read_text()
    assert f"{premise}pieces(f) <= prod(w + 1) - 3`" in page or f"`{premise}..`" in page
    statement = f"{premise}pieces(f) <= prod(w + 1) - 3"
    found = xn.search({"statement": statement, "domain": "all", "class": fields}).counterexample
    assert found is not None
    assert xn.shape(found.subject, "all").affine_pieces == pieces


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
            if not link.startswith("http"):
                assert (page.parent / link).exists(), (page, link)


PACKAGE = ROOT / "exactnet"


def docstring(package: Path) -> str:
    return ast.get_docstring(ast.parse((package / "__init__.py").read_text())) or ""


def parts(package: Path) -> set[str]:
    """The modules and packages in a package."""
    modules = {path.stem for path in package.glob("*.py") if not path.stem.startswith("_")}
    return modules | {path.parent.name for path in package.glob("*/__init__.py")}


def test_the_tree_of_the_architecture_is_that_of_the_package() -> None:
    (tree,) = blocks("docs/architecture.md", "")
    named = re.findall(r"^  (\w+)(?:/|\.py) ", tree, re.MULTILINE)
    assert len(named) == len(set(named))
    assert set(named) == parts(PACKAGE)


# commands and rules have a file each, which bears their name
@pytest.mark.parametrize(
    "package",
    [path.parent for path in sorted(PACKAGE.glob("*/**/__init__.py")) if path.parent.name not in ("cli", "rules")],
    ids=lambda package: package.relative_to(PACKAGE).as_posix(),
)
def test_packages_name_their_modules(package: Path) -> None:
    """All of them, and in their tables nothing that is no more."""
    text = docstring(package)
    assert parts(package) - set(re.findall(r"`(\w+)`", text)) == set()
    assert set(re.findall(r"^`+(\w+)`", text, re.MULTILINE)) <= parts(package)


def test_the_checker_can_be_read_in_the_order_that_it_names() -> None:
    check = PACKAGE / "check"
    rows = [re.findall(r"``(\w+)``", row) for row in docstring(check).splitlines() if row.startswith("``")]
    place = {name: number for number, row in enumerate(rows) for name in row}
    for name, number in place.items():
        for path in [check / f"{name}.py", *(check / name).glob("*.py")]:
            text = path.read_text() if path.exists() else ""
            for other in re.findall(r"^from exactnet\.check\.(\w+)", text, re.MULTILINE):
                assert place[other] <= number, (path, other)


def test_the_architecture_names_files_that_there_are() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    named = re.findall(r"`((?:[\w-]+/)+[\w.-]*)`", text)
    assert len(named) > 20
    for path in named:
        assert (ROOT / path).exists() or (PACKAGE / path).exists(), path
