"""Claims of rule conjecture, recomputed naively: every quantity that is listed, and the statement at the true values."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from support import closed_words, decision_regions, sampling, statements, tilings, trajectories

SAMPLES = 1501
# Inside an interval orbit, every point but one or two has the period of the interval.
INSIDE = Fraction(408, 985)


def is_true(naive, claim, subject, measure, growth):
    """Whether the listed values are right and the statement is false; growth is the growth number."""
    known = Known(naive, claim, subject, measure, growth)
    for name, stated in claim["quantities"].items():
        quantity, _, *arguments = re.findall(r"[a-z_]+|-?[0-9]+(?:/[0-9]+)?", name)
        found = known(quantity, tuple(x if x.isalpha() else Fraction(x) for x in arguments))
        if isinstance(stated, dict):
            if not Fraction(stated["lower"]) <= known.growth <= Fraction(stated["upper"]):
                return False
        elif isinstance(found, statements.Log):
            if known.growth != Fraction(stated):
                return False
        elif found != (stated if isinstance(stated, bool) else Fraction(stated)):
            return False
    return not statements.evaluate(claim["statement"], statements.names_of(subject), known)


class Known:
    """The true values of quantities."""

    def __init__(self, naive, claim, subject, measure, growth):
        self.naive, self.claim, self.subject, self.measure, self.growth = naive, claim, subject, measure, growth
        self.inputs = subject["network"]["inputs"] if subject["type"] == "network" else 1

    def __call__(self, name, arguments):
        if name == "entropy":
            return statements.Log.of(self.growth)
        if name == "growth":
            return self.growth
        if "pieces" in self.subject.get("map", {}):
            return self.of_curve(name)
        if name in ("period", "orbits"):
            return self.of_periods(name, int(arguments[0]))
        if name in ("transitions", "patterns"):
            return self.along_the_path(name)
        if name == "betti":
            k, kind, level = (*arguments, *("le", Fraction(0))[len(arguments) - 1 :])
            region = decision_regions.Region(self.subject["network"], self.box(), [0], kind, str(level))
            return Fraction(region.betti()[int(k)])
        if name in ("laps", "crossings"):
            return self.of_iterates(name, arguments)
        if self.claim["domain"] == "all" and name in ("pieces", "affine_pieces"):
            name = "linear_regions"  # on the line, pieces are what facets join
        one = {"pieces": "affine_pieces", "linear_regions": "affine_pieces"}.get(name, name)
        if (
            self.inputs == 1
            and self.claim["domain"] != "all"
            and one in ("affine_pieces", "activation_regions", "minimum", "maximum", "lipschitz")
        ):
            return Fraction(self.measure(self.naive, one, self.subject, *map(Fraction, self.claim["domain"])))
        counts = tilings.Tiling(self.subject["network"]["layers"], self.box(), self.inputs).quantities()[name]
        return Fraction(counts[int(arguments[0])] if name == "faces" else counts)

    def box(self):
        domain = self.claim["domain"]
        return [domain] if self.inputs == 1 and domain != "all" else domain

    def graph(self, clip):
        return self.naive.graph(self.subject, *map(Fraction, self.claim["domain"]), clip=clip)

    def of_iterates(self, name, arguments):
        dynamical = len(arguments) == (1 if name == "laps" else 2)
        points = self.graph(self.claim["clip"] and dynamical)
        iterate = closed_words.power(points, int(arguments[-1])) if dynamical else points
        if name == "laps":
            return Fraction(self.naive.laps(iterate))
        return Fraction(self.naive.crossings(iterate, arguments[0]))

    def of_periods(self, name, period):
        points = self.graph(self.claim["clip"])
        orbits, ranges = set(), 0
        for a, b in closed_words.fixed(closed_words.power(points, period)):
            orbit = closed_words.orbit_of(points, a + (b - a) * INSIDE)
            if len(orbit) == period:
                orbits.add(frozenset(orbit))
                ranges += a < b
        if name == "orbits" and ranges:
            raise statements.UndefinedError
        return bool(orbits) if name == "period" else Fraction(len(orbits))

    def along_the_path(self, name):
        layers, path = self.subject["network"]["layers"], trajectories.read_path(self.claim["path"])
        spans = len(path[1]) - 1
        words = [trajectories.word(layers, trajectories.place(path, Fraction(spans * (2 * i + 1), 2 * SAMPLES)))[0]
                 for i in range(SAMPLES)]  # fmt: skip
        if name == "patterns":
            return Fraction(len(set(words)))
        return Fraction(sum(a != b for a, b in pairwise(words)))

    def of_curve(self, name):
        if name == "pieces":
            return Fraction(len(self.subject["map"]["pieces"]))
        assert name == "laps"
        return Fraction(sampling.Graph(sampling.Sampled(self.subject), self.claim["domain"]).laps())
