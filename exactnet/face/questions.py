"""Questions of the form "is there ..?"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from exactnet.compile import Domain
from exactnet.compile.function import studied_on
from exactnet.compile.places import Place, parse_place
from exactnet.compile.study import study
from exactnet.errors import InputError
from exactnet.exact.rational import QLike, number_text, rational
from exactnet.face.subjects import SubjectLike, domain_of, load, whole
from exactnet.frontends import Subject
from exactnet.model import Network
from exactnet.smt import (
    Answer,
    AtLeast,
    Goal,
    InputSet,
    Orbit,
    Period,
    Question,
    Reach,
    Target,
    Template,
    Violation,
    Weights,
    parse_inequality,
    read_vnnlib,
)
from exactnet.smt import solve as _solve
from exactnet.smt.cases import MAX_NODES
from exactnet.smt.property import more_than

__all__ = ["question", "solve"]


def question(
    source: SubjectLike,
    *,
    reach: str | None = None,
    property: str | Path | None = None,  # noqa: A002  # the word of the command
    differs: SubjectLike | None = None,
    eps: QLike = 0,
    period: int | None = None,
    laps: int | None = None,
    pieces: int | None = None,
    crossings: int | None = None,
    violates: str | None = None,
    weights: Sequence[str] = (),
    region: str | Domain | None = None,
    domain: str | Domain | Place | None = None,
    clip: bool = False,
    max_programs: int = MAX_NODES,
) -> Question:
    """The question that `solve` answers, with its encoding for SMT solvers.

    Examples
    --------
    >>> network = {"format": "exactnet-network/1", "inputs": 1, "layers": [{"type": "abs"}]}
    >>> question(network, reach="F >= 3", domain="box:-1,2").script.logic
    'QF_LRA'

    Raises
    ------
    InputError
        Unless exactly one thing is asked, and its options fit.
    """
    subject = load(source)
    asked = {
        "reach": reach,
        "property": property,
        "differs": differs,
        "period": period,
        "laps": laps,
        "pieces": pieces,
        "crossings": crossings,
        "violates": violates,
    }
    named = [name for name, value in asked.items() if value is not None]
    if len(named) != 1:
        what = f"not {' and '.join(named)} at once" if named else "there is none"
        raise InputError(f"ask for one thing, {what}: {', '.join(asked)}")
    (kind,) = named
    if kind != "period" and (region is not None or clip):
        raise InputError("region and clip belong to a period")
    if weights:
        if region is not None or clip:
            raise InputError("weights are sought for the whole domain, without region and clip")
        goal = _goal(kind, asked[kind])
        return Weights(_template(subject, weights), goal, studied_on(subject, _line(domain)))
    if kind in ("laps", "pieces", "crossings", "violates"):
        raise InputError(f"{kind} is asked of weights; without them see the commands laps and verify")
    if period is not None:
        function = study(subject, _line(domain), clip=bool(clip))
        return Period(function, whole(period, "period"), domain_of(region))
    limit = whole(max_programs, "max_programs")
    if property is not None:
        if domain is not None:
            raise InputError("a property file says itself where inputs lie; leave the domain out")
        read = read_vnnlib(property)
        return Reach(Target.of(subject), read.inputs, read.sought, limit)
    if differs is not None:
        target, least = Target.of(subject, load(differs)), rational(eps)
        if least < 0:
            raise InputError(f"two networks differ by 0 or more; eps must not be negative, as {number_text(least)} is")
        sought = more_than(target.inputs, target.outputs // 2, least)
        return Reach(target, _inputs(target, domain), sought, limit)
    target = Target.of(subject)
    assert reach is not None
    return Reach(target, _inputs(target, domain), parse_inequality(reach, target.inputs, target.outputs), limit)


def _goal(kind: str, value: object) -> Goal:
    if kind == "violates":
        return Violation(str(value))
    if kind not in ("period", "laps", "pieces", "crossings"):
        raise InputError(f"{kind} is not asked of weights; ask for period, laps, pieces, crossings or violates")
    count = whole(value, kind)  # type: ignore[arg-type]  # refused there
    return Orbit(count) if kind == "period" else AtLeast({"pieces": "affine_pieces"}.get(kind, kind), count)


def _template(subject: Subject, weights: Sequence[str]) -> Template:
    if not isinstance(subject, Network):
        raise InputError("only networks have weights")
    return Template.of(subject, [weights] if isinstance(weights, str) else weights)


def _line(domain: str | Domain | Place | None) -> Domain | None:
    if domain is None or isinstance(domain, str | Domain):
        return domain_of(domain)
    raise InputError("this is asked of functions of one variable; their domain is an interval")


def _inputs(target: Target, domain: str | Domain | Place | None) -> InputSet:
    if domain is None:
        if target.inputs > 1:
            raise InputError("say where, with a domain such as box:0,1 (or all)")
        maps = [part.domain for part in target.parts if not isinstance(part, Network)]
        return InputSet.of(maps[0] if maps else studied_on(target.parts[0], None))
    return InputSet.of(parse_place(domain, target.inputs) if isinstance(domain, str) else domain)


def solve(
    source: SubjectLike | Question,
    *,
    solver: str = "auto",
    timeout: float | None = None,
    say: Callable[[str], None] | None = None,
    **asked: object,
) -> Answer:
    """Is there a point, an orbit, or a choice of weights ..? (See `exactnet.smt`.)

    Parameters
    ----------
    source
        A network or map, or a question made by `question`.
    solver
        ``"auto"``, ``"exact"``, ``"z3"`` or ``"cvc5"``.
    timeout
        Seconds that a solver is given.
    asked
        What is asked: one of ``reach="F <= 1/2"``, ``property="file.vnnlib"``, ``differs=other, eps="1/10"``, ``period=3``; with
        ``weights=["layers.0=-2:2"]``: ``period``, ``laps``, ``pieces``, ``crossings`` (at least so many) or ``violates`` (the id of
        a bound). And ``domain``, ``region``, ``clip``, ``max_programs``.

    Examples
    --------
    >>> tent = {"format": "exactnet-map/1", "points": [["0", "0"], ["1/2", "7/10"], ["1", "0"]]}
    >>> solve(tent, period=3)
    Answer(unsat, evidence='own', solver='exact')
    """
    put = source if isinstance(source, Question) else question(source, **asked)  # type: ignore[arg-type]
    return _solve(put, solver, timeout=timeout, say=say)
