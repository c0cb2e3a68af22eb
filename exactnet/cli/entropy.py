"""`exactnet entropy`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from exactnet import face
from exactnet.cli.options import Clip, DomainOption, Jobs, JsonFlag, MaxPieces, Out, Quiet, Seed, Timeout
from exactnet.cli.session import perform, read
from exactnet.cli.text import approximate, polynomial_text, short_number
from exactnet.compile.sweep import MAX_VERTICES
from exactnet.dynamics import Entropy
from exactnet.dynamics.entropy import DEFAULT_DIGITS
from exactnet.exact.rational import counted

__all__ = ["Method", "entropy"]


class Method(StrEnum):
    """Routes to entropy."""

    AUTO = "auto"
    PARTITION = "partition"
    KNEADING = "kneading"


def entropy(
    subject: Annotated[Path, typer.Argument(help="An interval map (*.map.json) or a network (*.net.json).")],
    digits: Annotated[int, typer.Option(min=1, max=2000, help="Decimal places.", metavar="D")] = DEFAULT_DIGITS,
    method: Annotated[
        Method, typer.Option(help="partition: coverings; kneading: kneading determinant; auto: the better one.")
    ] = Method.AUTO,
    domain: DomainOption = None,
    clip: Clip = False,
    max_pieces: MaxPieces = MAX_VERTICES,
    json: JsonFlag = False,
    out: Out = None,
    jobs: Jobs = 1,
    seed: Seed = 0,
    timeout: Timeout = None,
    quiet: Quiet = False,
) -> int:
    """Topological entropy of a map of an interval into itself, certified to D digits.

    Exact (a root of an integer polynomial) where the orbits of the turning points are finite, or attracted by cycles. Otherwise a
    rational bracket of exp(h), from the first zero of the kneading determinant, or from horseshoes below and an over-count of
    itineraries above. Entropy 0 is reported only where it is proved.
    """
    return perform(
        lambda reporter: face.entropy(
            read(subject, quiet),
            digits,
            domain=domain,
            clip=clip,
            method=method,
            max_pieces=max_pieces,
            progress=reporter.partition,
        ),
        _show,
        document=_document,
        certificates=lambda found: [found.certificate],
        status=lambda found: 0 if found.decided else 3,
        json=json,
        out=out,
        timeout=timeout,
        quiet=quiet,
    )


def _document(found: Entropy) -> dict[str, Any]:
    claim = found.certificate.claim
    lower, upper = found.log_bracket
    return {
        "growth_lower": claim["growth_lower"],
        "growth_upper": claim["growth_upper"],
        "log_decimal": found.log_decimal,
        "log_lower": lower,
        "log_upper": upper,
        "exact": claim["exact"],
        "markov": found.markov,
        "method": found.method,
        "digits": found.digits,
        "decided": found.decided,
        "domain": found.function.domain.to_json(),
        "clip": found.function.clip,
        "certificate": found.certificate.digest,
    }


def _show(found: Entropy) -> None:
    lower, upper = found.log_bracket
    if found.zero:
        print("h = 0 (proved)")
    elif found.log_decimal is not None:
        print(f"h = {found.log_decimal}")
    else:
        print(f"h lies between {lower} and {upper}; {found.digits} digits were not reached")
    if found.exact is None:
        print(f"exp(h) = {approximate(found.growth_lower, found.growth_upper)} (certified bracket)")
    elif found.exact.is_rational:
        print(f"exp(h) = {short_number(found.exact.lower)} exactly")
    else:
        isolation = found.certificate.claim["exact"]["between"]
        print(
            f"exp(h) = the root of {polynomial_text(found.exact.coefficients)} between {isolation[0]} and {isolation[1]}, exactly"
        )
    print(_route(found))


def _route(found: Entropy) -> str:
    evidence = found.evidence
    if found.method == "kneading":
        points, terms = counted(len(evidence["orbits"]), "turning point"), evidence["terms"]
        known = "complete itineraries" if terms is None else f"{terms} terms"
        return f"kneading: {points}, {known}"
    upper = evidence.get("upper", evidence)
    if "constant_slope" in upper:
        slope = upper["constant_slope"]
        value = f", {slope}" if isinstance(slope, str) else ""  # an algebraic one is exp(h) anyway
        return f"the slope is constant{value} in absolute value"
    return f"partition: {len(upper['partition'])} points, {'' if found.markov else 'not '}Markov"
