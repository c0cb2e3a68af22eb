"""Canonical JSON."""

import hashlib
import json

import pytest

from exactnet.certs import Certificate, Fragment, canonical_bytes, digest


@pytest.mark.parametrize("value", [{"b": [1, "x"], "a": {"d": None, "c": True}}, [], 'ä\n"', 10**30, [[["1/2"]]]])
def test_canonical_bytes_are_sorted_dense_ascii(value):
    expected = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
    assert canonical_bytes(value) == expected
    assert digest(value) == hashlib.sha256(expected).hexdigest()


@pytest.mark.parametrize(
    "value", [1.5, [0.5], {"a": 2.0}, {"a": [{"b": [1.0]}]}, float("nan"), [[], [3.0]], ["1", 2.5], [1, [2.5]]]
)
def test_floats_are_refused_wherever_they_stand(value):
    with pytest.raises(TypeError, match="float"):
        canonical_bytes(value)


def test_the_document_written_part_by_part_is_the_canonical_document(tmp_path):
    certificate = Certificate(
        {"rule": "interval", "b": [1, 2]}, Fragment({"type": "map"}), Fragment({"z": [], "a": "ü"})
    )
    assert certificate.canonical == canonical_bytes(certificate.document())
    path = certificate.write(tmp_path / "new")
    assert path.name == f"{hashlib.sha256(certificate.canonical).hexdigest()}.cert.json"
    assert path.read_bytes() == certificate.canonical
    assert [p.name for p in path.parent.iterdir()] == [path.name]
