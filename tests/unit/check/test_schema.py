"""The published schema describes the form that the checker wants."""

import json
from pathlib import Path

import pytest

jsonschema = pytest.importorskip("jsonschema")

ROOT = Path(__file__).parents[3]
CERTS = ROOT / "tests" / "certs"
SCHEMA = json.loads((ROOT / "exactnet" / "certs" / "schema" / "certificate-1.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
EXPECTED = json.loads((CERTS / "expected.json").read_text())


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("folder", ["valid", "holey"])
def test_schema_accepts_what_the_checker_accepts(folder):
    for path in (CERTS / folder).iterdir():
        VALIDATOR.validate(json.loads(path.read_text()))


# That two lists are of one length is beyond a schema.
COUNTS = {"image-betti-images-too-few.cert.json"}


def test_schema_rejects_unknown_keys():
    for path in (CERTS / "invalid").iterdir():
        reason_is_form = EXPECTED[path.name] in ("format", "evidence") or "unknown-key" in path.name
        if reason_is_form and path.name not in COUNTS:
            assert not VALIDATOR.is_valid(json.loads(path.read_text())), path.name


def test_schema_leaves_the_truth_to_the_checker():
    path = CERTS / "invalid" / "interval-wrong-laps.cert.json"
    VALIDATOR.validate(json.loads(path.read_text()))
