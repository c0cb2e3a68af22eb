"""Producer, checker, format page and proofs speak of the same bounds and rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exactnet.bounds import REGISTRY
from exactnet.check.formulas import BOUNDS
from exactnet.check.rules import RULES
from exactnet.check.semialgebraic.formulas import CURVED_BOUNDS
from exactnet.check.statements import names as checked
from exactnet.conjectures.language import functions, names
from exactnet.printed import review
from exactnet.tables import build, read_plan

ROOT = Path(__file__).parents[2]


def test_every_bound_has_its_formula_in_the_checker() -> None:
    formulas = BOUNDS | CURVED_BOUNDS
    assert len(formulas) == len(BOUNDS) + len(CURVED_BOUNDS)
    assert set(REGISTRY) == set(formulas)
    for name, bound in REGISTRY.items():
        assert (str(bound.side), bound.quantity) == (formulas[name].side, formulas[name].quantity)


def test_every_bound_stands_in_the_format_page() -> None:
    page = "".join((ROOT / "docs" / f"{name}.md").read_text() for name in ("certificates", "semialgebraic"))
    for name, bound in REGISTRY.items():
        (row,) = re.findall(rf"^\| `{re.escape(name)}` \|.*$", page, re.MULTILINE)
        assert f"`{bound.quantity}`" in row
        assert str(bound.side) in row


def test_statements_have_the_same_words_for_the_checker() -> None:
    assert {name: str(kind) for name, kind in names.ARCHITECTURE.items()} == checked.ARCHITECTURE
    assert set(functions.FUNCTIONS) == {*checked.FUNCTIONS, *checked.EXTREMES, *checked.ENTRYWISE}
    for name, (takes, gives) in checked.FUNCTIONS.items():
        function = functions.FUNCTIONS[name]
        assert (function.takes, function.gives) == ((takes,), gives)
    assert set(names.QUANTITIES) == set(checked.QUANTITIES)
    for name, quantity in names.QUANTITIES.items():
        known = checked.QUANTITIES[name]
        assert (quantity.gives, quantity.least, quantity.most) == (known.type, known.least, len(known.arguments))
    assert (names.RELATIONS, names.MOST_ITERATES) == (checked.WORDS, checked.LARGEST_COUNT)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_its_proof(rule: str) -> None:
    assert len((ROOT / "proofs" / f"{rule}.md").read_text()) > 500


PUBLISHED = ROOT / "proofs" / "published"


def test_the_published_tables_follow_from_their_certificates() -> None:
    """And there is nothing beside them that belongs to no table; `make tables` also rebuilds them."""
    names = {path.stem for path in PUBLISHED.glob("*.toml")}
    assert len(names) >= 7
    assert {path.stem for path in PUBLISHED.glob("*.json")} == names
    for name in names:
        found = review(PUBLISHED / f"{name}.json")
        assert found.findings == ()
        assert found.certificates == len(list((PUBLISHED / f"{name}.certs").iterdir()))
        assert f"({name}.md)" in (PUBLISHED / "README.md").read_text()


def test_a_published_table_is_rebuilt_byte_for_byte() -> None:
    table = build(read_plan(PUBLISHED / "esaki2020.toml"))
    for name, content in table.files(["md", "tex", "csv"]).items():
        assert (PUBLISHED / name).read_bytes() == content
