"""Change any one number of a valid certificate: it becomes invalid, or what it claims is still true.

A change of the evidence alone leaves the claim, which is true, as it is: whatever the checker says is right. So only
changes of claim and subject are of interest, and there the claim that was accepted is recomputed naively. The classes
of changes that may pass are:

- a level between other values, or another parameter, for which the quantities are recomputed;
- an entropy bracket that was loosened, or an exact growth number described by another polynomial or interval;
- a subject that was changed where the claim does not see it.
"""

import json
import re
from copy import deepcopy
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import (
    closed_words,
    conjecture_claims,
    decision_regions,
    image_evidence,
    maps,
    points,
    region_bounds,
    region_sizes,
    sampling,
    sign_claims,
    spanning,
    stability_evidence,
    targets,
    tilings,
    trajectories,
)

from exactnet.check import check_text

CERTS = Path(__file__).parents[2] / "certs"
CORPUS = {path.name: json.loads(path.read_text()) for path in sorted((CERTS / "valid").iterdir())}
RATIONAL = re.compile(r"-?[0-9]+(/[0-9]+)?")
HALF = Fraction(1, 2)


def numbers(value, path=()):
    """List the places of the numbers in a JSON value."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return [place for key, item in items if key != "sha256" for place in numbers(item, (*path, key))]
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return [path] if is_number or (isinstance(value, str) and RATIONAL.fullmatch(value)) else []


def change(document, path, new):
    """Replace a number, keeping its JSON type; give the old value."""
    *way, last = path
    node = document
    for key in way:
        node = node[key]
    old = node[last]
    node[last] = str(new) if isinstance(old, str) else int(new)
    return Fraction(old)


PLACES = [(name, path) for name, c in CORPUS.items() for part in ("claim", "subject", "evidence")
          for path in numbers(c[part], (part,))]  # fmt: skip
near = st.one_of(st.sampled_from([-1, 1]), st.fractions(-1, 1, max_denominator=8))
steps = st.one_of(
    st.tuples(st.just("add"), near), st.tuples(st.just("set"), st.fractions(-20, 20, max_denominator=16)),
    st.tuples(st.just("negate"), st.none()),
)  # fmt: skip


def mutate(name, path, step):
    document = deepcopy(CORPUS[name])
    kind, amount = step
    node = document
    for key in path:
        node = node[key]
    old = Fraction(node)
    new = {"add": lambda: old + amount, "set": lambda: amount, "negate": lambda: -old}[kind]()
    if isinstance(node, int):
        new = Fraction(int(new))
    change(document, path, new)
    return document, new != old


@pytest.mark.parametrize("name", CORPUS)
def test_corpus_is_true(naive, name):
    assert still_true(naive, name, CORPUS[name], changed_subject=False)


@pytest.mark.parametrize("name", CORPUS)
def test_every_number_plus_one(build, naive, name):
    places = [path for other, path in PLACES if other == name]
    evidence = [path for path in places if path[0] == "evidence"]
    # Of long evidence, some numbers.
    for path in [path for path in places if path[0] != "evidence"] + evidence[:: 1 + len(evidence) // 400]:
        judge(build, naive, name, path, ("add", 1))


@settings(max_examples=1500, deadline=None)
@given(place=st.sampled_from(PLACES), step=steps)
def test_mutations(build, naive, place, step):
    judge(build, naive, *place, step)


def judge(build, naive, name, path, step):
    document, changed = mutate(name, path, step)
    if not changed:
        return
    if path[0] == "subject":
        assert check_text(json.dumps(document)).step in ("digest", "subject")
        build.rehash(document["subject"])
    verdict = check_text(json.dumps(document))
    assert verdict.word in ("valid", "invalid")
    assert verdict.step != "checker"
    if verdict.word == "valid" and path[0] != "evidence":
        assert still_true(naive, name, document, changed_subject=path[0] == "subject"), (name, path, step)


# -- naive recomputation ---------------------------------------------------------------------------------------------


def still_true(naive, name, document, changed_subject):
    claim, subject = document["claim"], document["subject"]
    if claim.get("quantity") == "persistence":
        return spanning.is_true(claim, subject)
    if name.startswith("curved-"):
        return curved_claim_is_true(name, claim, subject, changed_subject)
    return {
        "interval": lambda: interval_is_true(naive, claim, subject),
        "laps": lambda: laps_are_true(naive, claim, subject),
        "entropy": lambda: entropy_is_true(naive, name, claim, subject, changed_subject),
        "orbits": lambda: orbits_are_true(naive, claim, subject),
        "cycle": lambda: cycle_is_true(naive, claim, subject),
        "alternation": lambda: alternation_is_true(naive, claim, subject),
        "distance": lambda: (
            cell_distance_is_true(claim, subject) if "outputs" in claim else distance_is_true(naive, claim, subject)
        ),
        "regions": lambda: regions_are_true(claim, subject),
        "stability": lambda: is_stable(document),
        "image_betti": lambda: images_are_true(document),
        "trajectory": lambda: trajectories.is_true(subject["network"], claim),
        "betti": lambda: betti_is_true(claim, subject),
        "sign_ensemble": lambda: sign_claims.is_true(claim, subject["ensemble"]),
        "persistence": lambda: spanning.is_true(claim, subject),
        "reach": lambda: points.claim_is_plausible(claim, subject, document["evidence"]),
        "conjecture": lambda: conjecture_is_true(naive, name, claim, subject, changed_subject),
        "bound": lambda: (
            bound_is_true(naive, name, claim, subject, changed_subject, document["evidence"].get("orbit"))
            if subject["type"] != "network" or subject["network"]["inputs"] == 1
            else region_bound_is_true(claim, subject, changed_subject)
        ),
    }[claim["rule"]]()


def curved_claim_is_true(name, claim, subject, changed_subject):
    if claim["rule"] == "entropy":
        lower, upper = Fraction(claim["growth_lower"]), Fraction(claim["growth_upper"])
        if changed_subject or "algebraic-domain" in name:
            return sampling.growth_is_plausible(claim, subject, lower, upper)
        return exact_growth_is_true(name, claim, lower, upper)
    return {
        "interval": sampling.interval_is_true,
        "laps": sampling.laps_are_true,
        "orbits": sampling.orbits_are_true,
        "cycle": sampling.cycle_is_true,
        "distance": sampling.distance_is_true,
        "alternation": sampling.alternation_is_true,
        "bound": sampling.bound_is_true,
    }[claim["rule"]](claim, subject)


def orbits_are_true(naive, claim, subject):
    points = naive.graph(subject, *map(Fraction, claim["domain"]), clip=claim["clip"])
    return closed_words.is_true(points, claim["max_period"], claim["orbits"])


def cycle_is_true(naive, claim, subject):
    graph = naive.graph(subject, *map(Fraction, claim["domain"]), clip=claim["clip"])
    cycle = [Fraction(x) for x in claim["points"]]
    return len(set(cycle)) == len(cycle) and [maps.at(graph, x) for x in cycle] == [*cycle[1:], cycle[0]]


def alternation_is_true(naive, claim, subject):
    """At vertices of an iterate that is composed there are most swings; of a later one, samples show enough of them."""
    graph = naive.graph(subject, *map(Fraction, claim["domain"]), clip=claim["clip"])
    composed = graph
    for _ in range(min(claim["iterate"], 9) - 1):
        composed = naive.compose(graph, composed)
    values = [y for _, y in composed]
    if claim["iterate"] > 9:
        (low, _), (high, _) = graph[0], graph[-1]
        values = [low + (high - low) * Fraction(i, 97) for i in range(98)]
        for _ in range(claim["iterate"]):
            values = [maps.at(graph, y) for y in values]
    return maps.swings(values, Fraction(claim["swing"])) >= claim["count"]


def domain_of(claim):
    # On the real line, 10^6 is beyond all breakpoints of small networks with small weights.
    return (Fraction(-(10**6)), Fraction(10**6)) if claim["domain"] == "all" else tuple(map(Fraction, claim["domain"]))


def slopes(points):
    return [(v - u) / (y - x) for (x, u), (y, v) in pairwise(points)]


def regions(naive, subject, low, high):
    points = naive.breakpoints(subject, low, high)
    patterns = []
    for x in ((a + b) / 2 for a, b in pairwise(points)):
        u, found = [x], []
        for layer in subject["network"]["layers"]:
            kind = layer["type"]
            if kind in ("relu", "leaky_relu", "abs"):
                found += [v > 0 for v in u]
            elif kind in ("clip", "hard_tanh"):
                low_level, high_level = Fraction(layer.get("low", -1)), Fraction(layer.get("high", 1))
                found += [(v > low_level, v > high_level) for v in u]
            elif kind == "maxout":
                found += [max(range(len(g)), key=lambda p, g=g, u=u: (u[g[p]], -p)) for g in layer["groups"]]
            u = naive.chain([layer], u, [], [])
        patterns.append(found)
    return 1 + sum(a != b for a, b in pairwise(patterns))


def unit_pieces(naive, subject, low, high):
    xs = naive.breakpoints(subject, low, high)
    rows = []
    for x in xs:
        units: list = []
        naive.chain(subject["network"]["layers"], [x], [], units)
        rows.append(units)
    if not rows[0]:
        return []
    return [
        max(naive.pieces([(x, [row[i][j]]) for x, row in zip(xs, rows, strict=True)]) for j in range(len(rows[0][i])))
        for i in range(len(rows[0]))
    ]


def measure(naive, quantity, subject, low, high):
    if quantity == "activation_regions":
        return regions(naive, subject, low, high)
    if quantity == "unit_pieces":
        return unit_pieces(naive, subject, low, high)
    xs = naive.breakpoints(subject, low, high)
    rows = [(x, naive.evaluate(subject, x)) for x in xs]
    if quantity == "affine_pieces":
        return naive.pieces(rows)
    points = [(x, values[0]) for x, values in rows]
    return {
        "laps": lambda: naive.laps(points),
        "minimum": lambda: min(y for _, y in points),
        "maximum": lambda: max(y for _, y in points),
        "lipschitz": lambda: max(map(abs, slopes(points))),
    }[quantity]()


def interval_is_true(naive, claim, subject):
    low, high = domain_of(claim)
    for quantity, stated in claim["quantities"].items():
        if quantity == "crossings":
            points = naive.graph(subject, low, high)
            if naive.crossings(points, Fraction(stated["level"])) != stated["count"]:
                return False
        elif isinstance(stated, list):
            if measure(naive, quantity, subject, low, high) != stated:
                return False
        elif measure(naive, quantity, subject, low, high) != Fraction(stated):
            return False
    return True


def laps_are_true(naive, claim, subject):
    f = composed = naive.graph(subject, *domain_of(claim), clip=claim["clip"])
    for n, (laps, crossings) in enumerate(zip(claim["laps"], claim["crossings"], strict=True)):
        values = [y for _, y in composed]
        if "minima" in claim and not within(claim["minima"][n], min(values)):
            return False
        if "maxima" in claim and not within(claim["maxima"][n], max(values)):
            return False
        if naive.laps(composed) != laps or naive.crossings(composed, Fraction(claim["level"])) != crossings:
            return False
        composed = naive.compose(f, composed)
    return True


def within(stated, value):
    ends = [stated["lower"], stated["upper"]] if isinstance(stated, dict) else [stated] * 2
    return Fraction(ends[0]) <= value <= Fraction(ends[1])


def minimal_polynomial(name):
    if name == "conjecture-bracket.cert.json":
        return [-1, -1, 1]
    if name in ("conjecture-period-four.cert.json", "conjecture-orbits.cert.json"):
        return [-1, 1]
    if name == "curved-entropy-constant-slope.cert.json":
        return [-1, -1, 0, 1]
    if name == "curved-entropy-constant-slope-small.cert.json":
        return [-1, 1]
    if "golden" in name or name in ("bound-entropy-lipschitz.cert.json", "bound-entropy-laps.cert.json"):
        return [-1, -1, 1]
    if "period-six" in name:
        return [-7, 5]
    if "slope-three-halves" in name:
        return [-3, 2]
    if name == "entropy-kneading-clip-plateau.cert.json":
        return [-2, -3, 1]
    if name in ("entropy-kneading-monotone.cert.json", "curved-entropy-zero-trap.cert.json"):
        return [-1, 1]
    if name == "curved-entropy-chebyshev-three.cert.json":
        return [-3, 1]
    return [-1, 1] if "entropy-zero" in name or "kneading-zero" in name else [-2, 1]


def value(polynomial, x):
    return sum(c * x**i for i, c in enumerate(polynomial))


def in_bracket(name, lower, upper):
    """Whether lower <= growth <= upper, the growth being the largest root of the minimal polynomial."""
    polynomial = minimal_polynomial(name)
    return lower >= 1 and value(polynomial, lower) <= 0 <= value(polynomial, upper) and upper >= 1


def remainder(p, q):
    p = [Fraction(c) for c in p]
    while len(p) >= len(q):
        factor = p[-1] / q[-1]
        for i, c in enumerate(reversed(q), 1):
            p[-i] -= factor * c
        p.pop()
    while p and p[-1] == 0:
        p.pop()
    return p


def roots_between(polynomial, a, b):
    """Count the distinct roots in the open interval by Sturm's theorem."""
    p = list(polynomial)
    while p[-1] == 0:
        p.pop()
    sequence = [p, [i * c for i, c in enumerate(p)][1:]]
    while sequence[-1]:
        sequence.append([-c for c in remainder(sequence[-2], sequence[-1])])
    sequence.pop()

    def variations(x):
        signs = [s for s in (value(q, x) for q in sequence) if s]
        return sum((s > 0) != (t > 0) for s, t in pairwise(signs))

    # Sturm counts the roots in (a, b]; dividing out a common factor is not needed if a and b are no roots.
    return variations(a) - variations(b) if value(p, a) and value(p, b) else None


def entropy_is_true(naive, name, claim, subject, changed_subject):
    lower, upper = Fraction(claim["growth_lower"]), Fraction(claim["growth_upper"])
    if changed_subject:
        return plausible(naive, claim, subject, lower, upper)
    return exact_growth_is_true(name, claim, lower, upper)


def exact_growth_is_true(name, claim, lower, upper):
    if not in_bracket(name, lower, upper):
        return False
    if claim["exact"] is None:
        return True
    polynomial, (a, b) = claim["exact"]["polynomial"], map(Fraction, claim["exact"]["between"])
    minimal = minimal_polynomial(name)
    inside = a < 1 or value(minimal, a) < 0
    inside &= b > 1 and value(minimal, b) > 0
    return inside and not remainder(polynomial, minimal) and roots_between(polynomial, a, b) in (1, None)


def plausible(naive, claim, subject, lower, upper):
    """Laps are submultiplicative, so growth <= laps(f^n)^(1/n); their quotients estimate the growth from below."""
    f = composed = naive.graph(subject, *domain_of(claim), clip=claim.get("clip", False))
    laps = []
    for _ in range(6):
        laps.append(naive.laps(composed))
        composed = naive.compose(f, composed)
    return all(lower**n <= count for n, count in enumerate(laps, 1)) and laps[5] <= 3 * laps[2] * upper**3


def distance_is_true(naive, claim, subject):
    domain, powers = domain_of(claim), []
    for side, times in zip(("first", "second"), claim.get("iterates", [1, 1]), strict=True):
        f = power = naive.graph(subject[side], *domain)
        for _ in range(times - 1):
            power = naive.compose(f, power)
        powers.append(power)
    xs = sorted({x for power in powers for x, _ in power})

    def gap(x):
        first, second = (naive.at(power, x) for power in powers)
        return first - second

    if claim["norm"] == "linf":
        return max(abs(gap(x)) for x in xs) == Fraction(claim["value"])
    return area(xs, gap) == Fraction(claim["value"])


def area(xs, gap):
    """Cut at the zeros, then the trapezoidal rule is exact."""
    zeros = [a + (b - a) * gap(a) / (gap(a) - gap(b)) for a, b in pairwise(xs) if gap(a) * gap(b) < 0]
    cut = sorted({*xs, *zeros})
    return sum((b - a) * (abs(gap(a)) + abs(gap(b))) / 2 for a, b in pairwise(cut))


def region_counts(claim, subject):
    network = subject["network"]
    return tilings.Tiling(network["layers"], claim["domain"], network["inputs"]).quantities()


def regions_are_true(claim, subject):
    network = subject["network"]
    tiling = tilings.Tiling(network["layers"], claim["domain"], network["inputs"])
    found = {**tiling.quantities(), **region_sizes.quantities(tiling)}
    return all(found[quantity] == fractions(stated) for quantity, stated in claim["quantities"].items())


def fractions(stated):
    """What a claim states, its rationals read."""
    if isinstance(stated, list):
        return [fractions(item) for item in stated]
    return Fraction(stated) if isinstance(stated, str) else stated


def cell_distance_is_true(claim, subject):
    """Over the tiling of both networks: at its vertices, and simplex by simplex."""
    layers = region_sizes.difference(*(subject[key]["network"] for key in ("first", "second")), claim["outputs"])
    tiling = tilings.Tiling(layers, claim["domain"], subject["first"]["network"]["inputs"])
    least, most = (Fraction(claim["value"][key]) if isinstance(claim["value"], dict) else Fraction(claim["value"])
                   for key in ("lower", "upper"))  # fmt: skip
    return least <= region_sizes.size(tiling, claim["norm"]) <= most


def is_stable(document):
    """The premises wall by wall; with all weights moved by the radius to either side, the same sign vectors."""
    claim, network = document["claim"], document["subject"]["network"]
    own = stability_evidence.Staged(network, claim)
    if (own.failing is None) != claim["premises"]:
        return False
    if claim["radius"] is None:
        return True
    moved = (stability_evidence.moved(network, Fraction(claim["radius"]), seed) for seed in range(3))
    return all(stability_evidence.Staged(other, claim).vectors() == own.vectors() for other in moved)


def images_are_true(document):
    """The page's steps taken naively: what is left open is the tiling, of which the checker says that it is one."""
    try:
        image_evidence.check(document)
    except AssertionError:
        return False
    return True


def betti_is_true(claim, subject):
    region = decision_regions.Region(subject["network"], *(claim[key] for key in ("domain", "output", "set", "level")))
    # In three dimensions at most, there is no torsion.
    found, empty = region.betti(), [[] for _ in claim["betti"]]
    return (claim["betti"], claim["torsion"], claim["euler"]) == (found, empty, sum(found[::2]) - sum(found[1::2]))


def conjecture_is_true(naive, name, claim, subject, changed_subject):
    stated = claim["quantities"].get("entropy(f)")
    if changed_subject and stated is not None:
        # Its growth number is not known.
        ends = (stated["lower"], stated["upper"]) if isinstance(stated, dict) else (stated, stated)
        lower, upper = map(Fraction, ends)
        if "pieces" in subject["map"]:
            return sampling.growth_is_plausible(claim, subject, lower, upper)
        return plausible(naive, claim, subject, lower, upper)
    return conjecture_claims.is_true(naive, claim, subject, measure, root(minimal_polynomial(name)))


def root(polynomial):
    """The largest root, which is at least 1 and less than 5, less at most 10^-70; small integers are met exactly."""
    low, high = Fraction(1), Fraction(5)
    while high - low > Fraction(1, 10**70):
        middle = (low + high) / 2
        low, high = (low, middle) if value(polynomial, middle) > 0 else (middle, high)
    return low


def region_bound_is_true(claim, subject, changed_subject):
    measured, stated, network = Fraction(claim["measured"]), Fraction(claim["bound_value"]), subject["network"]
    if claim["quantity"] == "stable":
        own = {"output": [0], "level": "0", "domain": claim["domain"], "premises": True, **claim["parameters"]}
        return measured == stated == 1 and is_stable({"claim": own, "subject": subject})
    if claim["quantity"] in ("activation_regions", "rank_increase"):
        found = region_counts(claim, subject)[claim["quantity"]]
    else:
        region = decision_regions.Region(network, claim["domain"], [0], "le", 0)
        k = claim["parameters"].get("k")
        found = region.bounded_components() if k is None else region.betti()[k]
        if k is None and not region.transversal():
            return False
    if claim["bound"].startswith("ergen2023.theorem13") and changed_subject:
        # No two of these networks differ in one number only.
        return False
    value = region_bounds.value(claim["bound"], network, claim["parameters"].get("k"))
    if (measured, stated) != (found, value):
        return False
    return (measured <= stated if claim["side"] == "upper" else measured >= stated) == (claim["verdict"] == "proved")


def bound_is_true(naive, name, claim, subject, changed_subject, orbit):
    low, high = domain_of(claim)
    measured, stated = claim["measured"], Fraction(claim["bound_value"])
    quantity, parameters = claim["quantity"], claim["parameters"]
    points = None if quantity in ("unit_pieces", "activation_regions") else naive.graph(subject, low, high)
    network = subject.get("network")
    if not targets.premise(claim["bound"], parameters, points, network, orbit):
        return False
    if quantity == "growth_sign":
        least = most = Fraction(measured)
        if not changed_subject and targets.sign_at_growth(minimal_polynomial(name), parameters["period"]) != least:
            return False
    elif quantity == "cycle_growth":
        least, most = (
            Fraction(measured[k]) if isinstance(measured, dict) else Fraction(measured) for k in ("upper", "lower")
        )
        if not changed_subject and not most <= 2 ** parameters["period"] <= least:
            return False
        if most > naive.laps(maps.iterates(points, parameters["period"])[-1]):
            return False
    elif quantity == "growth":
        lower, upper = (
            (Fraction(measured["lower"]), Fraction(measured["upper"]))
            if isinstance(measured, dict)
            else (Fraction(measured), Fraction(measured))
        )
        if "n" not in parameters and changed_subject and not plausible(naive, claim, subject, lower, upper):
            return False
        if "n" not in parameters and not changed_subject and not in_bracket(name, lower, upper):
            return False
        least, most = upper, lower
    else:
        least = most = Fraction(measured)
        if found_measure(naive, claim, subject, points, low, high) != least:
            return False
    formula = formula_value(naive, claim, subject, points, low, high)
    if formula is None:
        formula = targets.value(claim["bound"], parameters, points, orbit)
    if formula is None and subject["type"] == "network":
        formula = region_bounds.value(claim["bound"], subject["network"])
    if formula is not None and formula != stated:
        return False
    if claim["verdict"] == "proved":
        return least <= stated if claim["side"] == "upper" else most >= stated
    return False


def found_measure(naive, claim, subject, points, low, high):
    quantity, parameters = claim["quantity"], claim["parameters"]
    found = targets.measured(quantity, parameters, points, subject.get("network"))
    if found is not None:
        return found
    if quantity == "linf_to_square":
        # On a piece of slope s, x^2 is farthest from the line at s/2.
        inner = [
            (s / 2, y + (s / 2 - x) * s)
            for (x, y), (end, _), s in zip(points, points[1:], slopes(points), strict=False)
            if x < s / 2 < end
        ]
        return max(abs(y - x * x) for x, y in (*points, *inner))
    if quantity == "crossings":
        return naive.crossings(points, HALF)
    if quantity == "alternation_errors":
        size = 2 ** parameters["k"]
        return sum((naive.at(points, Fraction(j, size)) >= HALF) != j % 2 for j in range(size))
    if quantity == "l1_to_tent":
        size = 2 ** parameters["k"]
        xs = sorted({*(x for x, _ in points), *(Fraction(j, size) for j in range(size + 1))})

        def tent(x):
            for _ in range(parameters["k"]):
                x = 2 * min(x, 1 - x)
            return x

        return area(xs, lambda x: tent(x) - naive.at(points, x))
    found = measure(naive, quantity, subject, low, high)
    return found[parameters["layer"] - 1] if quantity == "unit_pieces" else found


def bends(layers, width=1):
    """The product of 1 + the number of bends of every layer."""
    total = 1
    for layer in layers:
        match layer["type"]:
            case "dense":
                width = len(layer["bias"])
            case "residual":
                total *= bends(layer["layers"], width)
            case "maxout":
                total *= 1 + sum(len(group) - 1 for group in layer["groups"])
                width = len(layer["groups"])
            case kind:
                total *= 1 + width * (2 if kind in ("clip", "hard_tanh") else 1)
    return total


def formula_value(naive, claim, subject, points, low, high):
    """The value of the bounds that depend on more than the architecture, which no change of a number changes."""
    bound, parameters = claim["bound"], claim["parameters"]
    if bound == "entropy.lipschitz":
        return max(Fraction(1), *map(abs, slopes(points)))
    if bound == "entropy.laps":
        composed = points
        for _ in range(parameters["n"] - 1):
            composed = naive.compose(points, composed)
        return naive.laps(composed)
    if bound == "yarotsky2017.square":
        return (high - low) ** 2 / Fraction(8 * bends(subject["network"]["layers"]) ** 2)
    if bound == "yarotsky2017.square_pieces":
        return (high - low) ** 2 / Fraction(8 * naive.pieces([(x, [y]) for x, y in points]) ** 2)
    if bound == "telgarsky2016.pieces":
        return 2 * naive.pieces([(x, [y]) for x, y in points])
    if bound in ("telgarsky2016.alternation", "telgarsky2016.l1"):
        size, crossings = 2 ** parameters["k"], naive.crossings(points, HALF)
        if bound.endswith("alternation"):
            return max(0, -((crossings - size) // 2))
        return Fraction(1, 16) * (1 - Fraction(2 * crossings - 1, size))
    return None
