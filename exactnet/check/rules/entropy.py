"""Rule ``entropy``: a bracket of the growth number exp(h) of a function of an interval into itself."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from exactnet.check.partition import Partition, check_lower, check_upper
from exactnet.check.polynomials import sign_at, variations
from exactnet.check.reader import boolean, integer, integers, obj, rational, rationals, show
from exactnet.check.rules.laps import dynamical_graph, dynamics
from exactnet.check.subject import Subject
from exactnet.check.verdict import Rejected, require


@dataclass(frozen=True, slots=True)
class Exact:
    """The claim that the growth number is the only root of a polynomial in an open interval."""

    polynomial: list[int]
    low: Fraction
    high: Fraction


def check_entropy(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``entropy``."""
    keys = obj(claim, ["rule", "domain", "clip", "growth_lower", "growth_upper", "exact"], "claim", "claim")
    function, domain = dynamics(subject, keys["domain"])
    clip = boolean(keys["clip"], "claim", "clip")
    lower = rational(keys["growth_lower"], "claim", "growth_lower")
    upper = rational(keys["growth_upper"], "claim", "growth_upper")
    require(1 <= lower <= upper, "claim", "1 <= growth_lower <= growth_upper does not hold")
    exact = _read_exact(keys["exact"])
    if evidence is None:
        return
    obj(evidence, ["breakpoints", "lower", "upper", "recurrence"], "evidence", "evidence")
    graph = dynamical_graph(function, domain, evidence["breakpoints"], clip=clip)
    proved_lower = check_lower(evidence["lower"], graph)
    proved_upper, partition = check_upper(evidence["upper"], graph)
    least = max(Fraction(1), proved_lower or Fraction(1))
    require(least <= proved_upper, "upper", "the proved bounds contradict each other")
    recurrence = evidence["recurrence"]
    if exact is not None:
        _check_isolated(exact)
    if exact is None or recurrence is None:
        require(recurrence is None, "recurrence", "there is nothing to prove by a recurrence")
        require(lower <= least, "bracket", f"growth >= {show(lower)} is claimed, growth >= {show(least)} proved")
        require(proved_upper <= upper, "bracket", f"growth <= {show(upper)} is claimed, <= {show(proved_upper)} proved")
    if exact is None:
        return
    if recurrence is None:
        require(least == proved_upper, "exact", "without a recurrence the proved bounds must be equal")
        require(sign_at(exact.polynomial, least) == 0, "exact", "the growth number is no root of the polynomial")
        require(exact.low < least < exact.high, "exact", "the growth number is not between the ends")
        return
    require(least > 1, "recurrence", "growth > 1 is not proved")
    check_recurrence(recurrence, exact.polynomial, partition, least, proved_upper)
    require(least <= lower and upper <= proved_upper, "bracket", "the claimed bracket is not inside the proved one")
    _check_bracket(exact, lower, upper)


def _read_exact(value: object) -> Exact | None:
    if value is None:
        return None
    keys = obj(value, ["polynomial", "between"], "claim", "exact")
    polynomial = integers(keys["polynomial"], "claim", "exact.polynomial")
    require(any(polynomial), "claim", "the polynomial is zero")
    between = rationals(keys["between"], "claim", "exact.between")
    require(len(between) == 2 and between[0] < between[1], "claim", "exact.between must be [a, b] with a < b")
    return Exact(polynomial, between[0], between[1])


def _check_isolated(exact: Exact) -> None:
    count = variations(exact.polynomial, exact.low, exact.high)
    require(count == 1, "exact", f"the polynomial has {count} sign variations between the ends, not 1")


def check_recurrence(
    value: object, polynomial: list[int], partition: Partition | None, least: Fraction, most: Fraction
) -> None:
    """Check that the spectral radius of the Markov matrix is a root of the polynomial, and which."""
    keys = obj(value, ["multiplicity", "cofactor"], "recurrence", "recurrence")
    multiplicity = integer(keys["multiplicity"], "recurrence", "multiplicity", 1)
    cofactor = integers(keys["cofactor"], "recurrence", "cofactor")
    require(any(cofactor), "recurrence", "the cofactor is zero")
    if partition is None or not partition.markov:
        raise Rejected("recurrence", "the upper bound does not rest on a Markov partition")
    size = len(partition.outer)
    vector = partition.apply(cofactor, [1] * size)
    # Kernels of powers of a matrix stop growing at the exponent `size`, so a higher one proves nothing more.
    for _ in range(min(multiplicity, size)):
        vector = partition.apply(polynomial, vector)
    require(not any(vector), "recurrence", "the polynomial in the matrix does not map the vector of ones to 0")
    ends = (least, most)
    clear = all(sign_at(cofactor, x) for x in ends) and variations(cofactor, least, most) == 0
    require(least < most and clear, "recurrence", "the cofactor may have a root between the proved bounds")
    if sign_at(polynomial, least) * sign_at(polynomial, most) != -1 or variations(polynomial, least, most) != 1:
        raise Rejected("recurrence", "the polynomial does not have exactly one root between the proved bounds")


def _check_bracket(exact: Exact, lower: Fraction, upper: Fraction) -> None:
    """Check that the claimed bracket contains the root, and lies where the claim isolates it."""
    if lower == upper:
        require(sign_at(exact.polynomial, lower) == 0, "bracket", "the growth number is no root of the polynomial")
        # The ends are excluded: an end can be a root as well, and not the one that the claim speaks of.
        require(exact.low < lower < exact.high, "bracket", "the growth number is not strictly between the ends")
        return
    signs = sign_at(exact.polynomial, lower) * sign_at(exact.polynomial, upper)
    require(signs == -1, "bracket", "the polynomial does not change sign over the claimed bracket")
    require(exact.low <= lower and upper <= exact.high, "bracket", "the claimed bracket is not between the ends")
