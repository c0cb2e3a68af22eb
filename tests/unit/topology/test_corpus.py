"""Certificates of rule ``betti``: by the words of the page, each gets the verdict its folder promises.

They wait here for the checker's own rule; then they belong into the corpus in tests/certs.
"""

import json
from pathlib import Path

import jsonschema
import pytest
from support import betti_evidence

ROOT = Path(__file__).parents[3]
CERTS = ROOT / "tests" / "certs" / "betti"
EXPECTED = json.loads((CERTS / "expected.json").read_text())
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((ROOT / "exactnet" / "certs" / "schema" / "certificate-1.schema.json").read_text())
)


def files(folder):
    return [pytest.param(path, id=path.name) for path in sorted((CERTS / folder).iterdir())]


@pytest.mark.parametrize("path", files("valid"))
def test_valid(path):
    document = json.loads(path.read_text())
    SCHEMA.validate(document)
    betti_evidence.check(document)


@pytest.mark.parametrize("path", files("invalid"))
def test_invalid(path):
    document = json.loads(path.read_text())
    SCHEMA.validate(document)
    with pytest.raises(AssertionError) as caught:
        betti_evidence.check(document)
    assert str(caught.value) == EXPECTED[path.name]


def test_all_are_there():
    assert sorted(EXPECTED) == sorted(path.name for path in (CERTS / "invalid").iterdir())
    assert set(EXPECTED.values()) == {"steps", "pivots", "rest", "betti", "torsion", "euler"}
