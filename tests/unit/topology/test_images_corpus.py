"""Certificates of rule ``image_betti`` in the corpus: a second reader, made of the page's words alone, agrees."""

import json
from pathlib import Path

import pytest
from support import image_evidence

CERTS = Path(__file__).parents[2] / "certs"
VALID = sorted((CERTS / "valid").glob("image-betti-*.json"))


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_valid(path):
    image_evidence.check(json.loads(path.read_text()))


def test_the_corpus_shows_everything():
    images = [image for path in VALID for image in json.loads(path.read_text())["evidence"]["images"]]
    assert all(any(image[key] for image in images) for key in ("pieces", "points", "inside", "apart", "steps", "smith"))
    assert {len(chosen) for image in images for chosen, _ in image["apart"]} >= {2, 3}
