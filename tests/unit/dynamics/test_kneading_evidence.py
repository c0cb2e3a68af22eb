"""Evidence by kneading that is changed does not pass the second check."""

import copy
import json
from fractions import Fraction

import pytest
from support.kneading import recheck
from support.maps import graph
from support.routes import certified

F = Fraction

MAPS = {
    "open": graph((0, F(1, 9)), (F(1, 4), F(96, 97)), (F(3, 5), F(1, 7)), (1, F(12, 13))),
    "exact": graph((0, F(1, 3)), (F(1, 3), F(2, 3)), (F(2, 3), 1), (1, 0)),
    "trap": graph((0, F(9, 10)), (F(1, 8), 1), (F(1, 4), F(19, 20)), (F(3, 4), F(1, 10)), (1, F(1, 20))),
    "return": graph((0, 0), (F(1, 3), 1), (F(2, 3), 0), (1, 1)),
    "flat": graph((0, 0), (F(1, 3), 1), (F(1, 2), F(1, 4)), (1, F(1, 4))),
    "double": graph((-1, -1), (F(-3, 4), F(-5, 8)), (F(-1, 2), -1), (F(1, 2), 1), (F(3, 4), F(5, 8)), (1, 1)),
}


def shifted(text, by):
    return str(F(text) + by)


def set_at(document, path, change):
    *way, last = path
    place = document["evidence"] if way[:1] != ["claim"] else document
    for key in way:
        place = place[key]
    place[last] = change(place[last]) if callable(change) else change


CHANGES = [
    ("open", ["zero", "before"], lambda t: shifted(t, F(1, 10**6)), "upper"),
    ("open", ["zero", "after"], lambda t: shifted(t, F(-1, 10**6)), "lower"),
    ("open", ["zero", "bits"], 8, "upper"),
    ("open", ["precision"], 8, "orbits"),
    ("open", ["terms"], lambda n: n + 1, "terms"),
    ("open", ["terms"], None, "terms"),
    ("open", ["orbits", 0, "then"], "flat", "orbits"),
    ("open", ["claim", "growth_upper"], lambda t: shifted(t, F(-1, 10**14)), "bracket"),
    ("open", ["claim", "growth_lower"], lambda t: shifted(t, F(1, 10**14)), "bracket"),
    ("exact", ["orbits", 0, "then"], {"return": 1}, "orbits"),
    ("exact", ["orbits", 0, "length"], 2, "orbits"),
    ("exact", ["recurrence", "multiplicity"], 2, "recurrence"),
    ("exact", ["recurrence", "cofactor", 0], lambda c: c + 1, "recurrence"),
    ("exact", ["zero", "after"], None, "recurrence"),
    ("exact", ["claim", "growth_lower"], lambda t: shifted(t, F(3, 2 * 10**12)), "bracket"),
    ("trap", ["orbits", 0, "then", "trap"], lambda ring: ring[:1], "orbits"),
    ("trap", ["orbits", 0, "then", "trap", 0, 0], lambda t: shifted(t, 1), "orbits"),
    ("return", ["orbits", 0, "then", "return"], lambda m: m + 1, "orbits"),
    ("flat", ["orbits", 0, "length"], 2, "orbits"),
    ("flat", ["orbits", 0, "then"], None, "orbits"),
    ("double", ["zero", "after", "radius"], lambda t: str(F(t) / 10**4), "lower"),
    ("double", ["zero", "after", "centre"], lambda t: shifted(t, F(-1, 1000)), "lower"),
]


@pytest.mark.parametrize(("name", "path", "change", "step"), CHANGES)
def test_changed_evidence_is_rejected(name, path, change, step):
    document = json.loads(certified(MAPS[name], 10).certificate.canonical)
    recheck(document)
    changed = copy.deepcopy(document)
    set_at(changed, path, change)
    with pytest.raises(AssertionError, match=step):
        recheck(changed)
