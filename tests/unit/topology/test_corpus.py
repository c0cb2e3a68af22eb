"""Certificates of rule ``betti`` in the corpus: a second reader, made of the page's words alone, agrees that they are valid."""

import json
from pathlib import Path

import pytest
from support import betti_evidence

CERTS = Path(__file__).parents[2] / "certs"


@pytest.mark.parametrize("path", sorted((CERTS / "valid").glob("betti-*.json")), ids=lambda path: path.name)
def test_valid(path):
    betti_evidence.check(json.loads(path.read_text()))
