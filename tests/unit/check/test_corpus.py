"""Every file of the corpus gets the verdict its folder promises."""

import json
from pathlib import Path

import pytest

from exactnet.check import check_file, check_text

CERTS = Path(__file__).parents[2] / "certs"
EXPECTED = json.loads((CERTS / "expected.json").read_text())
RULES = {
    *("interval", "laps", "alternation", "entropy", "orbits", "cycle", "distance"),
    *(
        "regions",
        "betti",
        "stability",
        "image_betti",
        "persistence",
        "reach",
        "trajectory",
        "sign_ensemble",
        "bound",
        "conjecture",
    ),
}


def files(folder):
    return [pytest.param(path, id=path.name) for path in sorted((CERTS / folder).iterdir())]


@pytest.mark.parametrize("path", files("valid"))
def test_valid(path):
    assert str(check_file(path)) == "valid"


@pytest.mark.parametrize("path", files("invalid"))
def test_invalid(path):
    verdict = check_file(path)
    assert (verdict.word, verdict.step) == ("invalid", EXPECTED[path.name])
    assert verdict.reason


@pytest.mark.parametrize("path", files("malformed"))
def test_malformed(path):
    verdict = check_file(path)
    assert verdict.word == "invalid"
    assert str(verdict).isprintable()


@pytest.mark.parametrize("path", files("holey"))
def test_holey(path):
    verdict = check_file(path)
    assert verdict.word == "holey"
    assert verdict.reason == json.loads(path.read_text())["evidence"]["hole"]


def test_corpus_is_complete():
    assert sorted(EXPECTED) == sorted(path.name for path in (CERTS / "invalid").iterdir())
    for folder in ("valid", "invalid"):
        rules = {json.loads(path.read_text())["claim"]["rule"] for path in (CERTS / folder).iterdir()}
        assert rules >= RULES


@pytest.mark.parametrize("path", files("valid"))
def test_layout_of_the_json_does_not_matter(path):
    document = json.loads(path.read_text())
    backwards = dict(reversed(document.items()))
    assert check_text(json.dumps(backwards, indent=3)).word == "valid"
    assert check_text(json.dumps(document, separators=(",", ":")).encode()).word == "valid"


@pytest.mark.parametrize("path", files("valid"))
def test_no_key_can_be_left_out_or_added(path):
    def objects(value):
        if isinstance(value, dict):
            yield value
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
            yield from objects(item)

    document = json.loads(path.read_text())
    parts = document["evidence"].get("parts", [])
    # Without one of these, a part may show too little, or a statement may not be refuted.
    needed = [claim.get("quantities") for claim in (document["claim"], *(part["claim"] for part in parts)) if parts]
    for part in ("claim", "subject", "evidence"):
        for node in objects(document[part]):
            node["surplus"] = 0
            assert check_text(json.dumps(document)).word == "invalid"
            del node["surplus"]
            for key in list(node):
                value = node.pop(key)
                # A quantity may be left out if another one is left: that is another, smaller claim.
                smaller = node is document["claim"].get("quantities") and node
                verdict = check_text(json.dumps(document))
                assert verdict.word == ("valid" if smaller else "invalid") or any(node is item for item in needed)
                node[key] = value


@pytest.mark.parametrize("path", files("valid"))
def test_wrong_types_are_rejected_without_a_traceback(path):
    document = json.loads(path.read_text())
    for part in ("claim", "subject", "evidence"):
        found = list(places(document[part]))
        # Of long lists, some places.
        for node, key in found[:: 1 + len(found) // 40]:
            value = node[key]
            for wrong in (None, True, [], {}, "", "x", -1, [[]], {"a": 1}, "all", 10**5000):
                if wrong == value:
                    continue
                node[key] = wrong
                verdict = check_text(json.dumps(document) if wrong != 10**5000 else long_dumps(document))
                assert verdict.word in ("valid", "invalid")
                # A property may be empty conjunctions, which hold everywhere.
                if not isinstance(wrong, int) and wrong not in (None, [], "all") and (key, wrong) != ("property", [[]]):
                    assert verdict.word == "invalid"
            node[key] = value


def places(value):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield value, key
        yield from places(item)


def long_dumps(document):
    return json.dumps(replace(document)).replace('"LONG"', "1" + "0" * 5000)


def replace(value):
    if isinstance(value, dict):
        return {key: replace(item) for key, item in value.items()}
    if isinstance(value, list):
        return [replace(item) for item in value]
    return "LONG" if value == 10**5000 and not isinstance(value, bool) else value
