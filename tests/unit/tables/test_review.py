"""The check of a table by its certificates: nothing else is believed."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.tables import SPEC, certificate_of, changed, write_table

from exactnet.certs import canonical_bytes
from exactnet.errors import InputError
from exactnet.printed import review
from exactnet.printed.document import sealed


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_table(tmp_path)[1]


def without_texts(path: Path) -> Path:
    for ending in ("md", "tex", "csv", "html"):
        path.with_suffix(f".{ending}").unlink()
    return path


def resealed(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a table as somebody would who knows how it is sealed."""

    def thorough(document: dict[str, Any]) -> None:
        change(document)
        document.update(sealed({key: value for key, value in document.items() if key != "sha256"}))

    changed(without_texts(path), thorough)


def test_a_table_follows_from_its_certificates(path: Path) -> None:
    found = review(path)
    assert found.findings == ()
    assert (found.status, found.cells, found.silent) == (0, 11, 4)
    assert review(path, jobs=2).findings == ()


@pytest.mark.parametrize("row", [0, 1, 2])
@pytest.mark.parametrize("column", [0, 1, 2, 3])
def test_a_cell_changed_by_one_digit_is_named(path: Path, row: int, column: int) -> None:
    cell = json.loads(path.read_text())["rows"][row]["cells"][column]
    if cell["verdict"] == "not_applicable":
        return
    title = json.loads(without_texts(path).read_text())["columns"][column]["title"]
    text = json.dumps(cell["value"])
    for digit in re.finditer(r"[0-9]", text):
        other = text[: digit.start()] + str((int(digit[0]) + 1) % 10) + text[digit.end() :]
        try:
            value = json.loads(other)
        except json.JSONDecodeError:  # a number that begins with 0
            continue
        changed(path, lambda d, value=value: d["rows"][row]["cells"][column].update(value=value))
        found = review(path)
        assert found.status == 1
        assert [(f.row[:6], f.column) for f in found.findings if f.step == "value"] == [(f"row {row + 1} ", title)]


def test_any_digit_of_the_document_matters(path: Path) -> None:
    """Also those that stand in no claim: names, given values, titles, digests."""
    without_texts(path)
    text = path.read_text()
    places = [m.start() for m in re.finditer(r"[0-9]", text)]
    for place in places[:: max(1, len(places) // 60)]:
        path.write_text(text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :])
        try:
            assert review(path).status == 1
        except InputError:
            continue  # no table any more


def test_what_was_given_is_sealed(path: Path) -> None:
    changed(path, lambda d: d["rows"][1]["given"].update(depth=4))
    (finding, *_) = [f for f in review(path).findings if f.step == "sha256"]
    assert finding.row == "row 2 (T^3)"


def test_a_missing_certificate(path: Path) -> None:
    certificate_of(path, 2, 1).unlink()
    (finding,) = review(path).findings
    assert (finding.step, finding.row, finding.column) == ("missing", "row 3 (slope 3/2)", "entropy")


def test_a_certificate_of_another_subject(path: Path) -> None:
    def swap(document: dict[str, Any]) -> None:
        first, second = (document["rows"][i]["cells"][1] for i in (0, 1))
        second.update(first)  # value and certificate of T in the row of T^3

    resealed(path, swap)
    (finding,) = review(path).findings
    assert (finding.step, finding.row, finding.column) == ("subject", "row 2 (T^3)", "entropy")


def test_another_subject_of_a_witness_or_a_pair(path: Path) -> None:
    resealed(path, lambda d: d["rows"][0]["cells"][2].update(other="0" * 64))
    assert [f.step for f in review(path).findings] == ["subject"]


def test_a_witness_has_the_shape_of_the_row(tmp_path: Path) -> None:
    spec = {
        "rows": [{"construction": "sawtooth_network", "family": {"widths": [[3], [4]]}}],
        "columns": [{"bound": "serra2018.lower"}],
    }
    _, path = write_table(tmp_path, spec, "witnesses")
    document = json.loads(path.read_text())
    assert all("witness" in row["cells"][0] for row in document["rows"])
    resealed(path, lambda d: d["rows"][1]["cells"][0].update(d["rows"][0]["cells"][0]))
    (finding,) = review(path).findings
    assert (finding.step, finding.row) == ("subject", "row 2 (widths = [4])")


def test_another_claim_about_the_same_subject(path: Path) -> None:
    def swap(document: dict[str, Any]) -> None:
        cells = document["rows"][1]["cells"]
        cells[0].update(certificate=cells[1]["certificate"])

    resealed(path, swap)
    (finding,) = review(path).findings
    assert (finding.step, finding.column) == ("claim", "laps of f^4")


def test_a_column_that_reads_something_else(path: Path) -> None:
    """A heading is only a heading; what is read of the claim must be there."""
    resealed(path, lambda d: d["columns"][0].update(read=["laps", 3]))
    assert {f.step for f in review(path).findings} == {"value"}
    resealed_again = json.loads(path.read_text())
    resealed_again["columns"][0]["read"] = ["laps", 99]
    path.write_text(json.dumps(resealed_again))
    assert "the claim has no item 99" in {f.reason for f in review(path).findings}


def _certificate_instead(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Put a changed certificate in place of a cell's, under its right name."""
    file = certificate_of(path, 1, 0)
    document = json.loads(file.read_text())
    change(document)
    content = canonical_bytes(document)
    digest = hashlib.sha256(content).hexdigest()
    (file.parent / f"{digest}.cert.json").write_bytes(content)
    resealed(path, lambda d: d["rows"][1]["cells"][0].update(certificate=digest))


def test_an_invalid_certificate(path: Path) -> None:
    _certificate_instead(path, lambda d: d["claim"]["laps"].__setitem__(0, 7))
    (finding,) = review(path).findings
    assert (finding.step, finding.row, finding.column) == ("invalid", "row 2 (T^3)", "laps of f^4")


def test_a_holey_certificate(path: Path) -> None:
    _certificate_instead(path, lambda d: d.update(evidence={"hole": "not counted"}))
    found = review(path)
    assert [(f.step, f.reason, f.holey) for f in found.findings] == [("holey", "not counted", True)]
    assert found.status == 3


def test_a_certificate_under_a_wrong_name(path: Path) -> None:
    certificate_of(path, 0, 0).write_bytes(certificate_of(path, 1, 0).read_bytes())
    (finding,) = review(path).findings
    assert finding.step == "digest"


@pytest.mark.parametrize("ending", ["md", "tex", "csv", "html"])
def test_a_text_beside_the_table_is_what_is_written_from_it(path: Path, ending: str) -> None:
    text = path.with_suffix(f".{ending}")
    row = next(line for line in text.read_text().split("\n") if "4096" in line)
    text.write_text(text.read_text().replace(row, row.replace("4096", "4097")))
    (finding,) = review(path).findings
    assert finding.step == "text"
    assert finding.row == "row 2 (T^3)"


def test_a_row_is_named_wherever_it_is_printed(tmp_path: Path) -> None:
    columns = [{"quantity": "laps", "n": n, "title": f"laps of iterate number {n}"} for n in range(1, 25)]
    _, path = write_table(tmp_path, {"rows": SPEC["rows"], "columns": columns})
    beside = path.with_suffix(".tex")
    text = beside.read_text()
    lines = text.split("\n")
    places = [i for i, line in enumerate(lines) if line.startswith("T$^") or line.startswith("$T^{3}$")]
    assert len(places) > 1  # in several blocks
    for place in places:
        digit = re.sub(r"\d(?= )", lambda found: str((int(found[0]) + 1) % 10), lines[place], count=1)
        beside.write_text("\n".join([*lines[:place], digit, *lines[place + 1 :]]))
        (finding,) = review(path).findings
        assert (finding.step, finding.row) == ("text", "row 2 (T^3)")


def test_verdicts_of_rows_and_cells(path: Path) -> None:
    resealed(path, lambda d: d["rows"][0]["cells"][3].update(verdict="refuted"))
    steps = {(f.step, f.column) for f in review(path).findings}
    assert steps == {("value", "bu2020.pieces")}


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": "exactnet-table/1"}', "{" * 5000, "\ufeff{}"])
def test_what_is_no_table(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.json").write_text(text)
    with pytest.raises(InputError, match=r"t\.json"):
        review(tmp_path / "t.json")


def test_the_check_loads_nothing_that_makes_tables() -> None:
    program = (
        "import sys; import exactnet.printed.review; "
        "print(sorted({m.split('.')[1] for m in sys.modules if m.startswith('exactnet.')}), 'flint' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "['_version', 'check', 'errors', 'printed', 'processes'] False"
