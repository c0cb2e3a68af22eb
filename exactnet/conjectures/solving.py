"""Searches by an SMT solver: it is asked for numbers from the grids, and what it finds is judged like any other candidate."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flint import fmpq

from exactnet.compile import Domain
from exactnet.conjectures.classes import CandidateClass, Point
from exactnet.conjectures.fields import FieldError
from exactnet.conjectures.goals import Ways, refuting
from exactnet.conjectures.judge import BoundJudge, StatementJudge
from exactnet.conjectures.networks import Networks
from exactnet.conjectures.work import Tally, judged
from exactnet.errors import InputError
from exactnet.model import Network
from exactnet.smt import Goal, Template, Violation
from exactnet.smt.script import Script, any_of, apply, number
from exactnet.smt.solvers import ask
from exactnet.smt.weights import demand_inside

if TYPE_CHECKING:
    from exactnet.conjectures.problem import Problem

__all__ = ["SOLVER", "sought", "ways"]

SOLVER = "z3"


def ways(problem: Problem) -> Ways:
    """The ways in which a candidate can refute the statement, each a conjunction of goals for a solver.

    Raises
    ------
    FieldError
        Naming what has no encoding.
    """
    template, domain = _template(problem.candidates), _domain(problem)
    if isinstance(problem.judge, BoundJudge):
        try:
            goal = Violation(problem.judge.bound)
            goal.demand(Template.encoder(template, Script()), template, domain)
        except InputError as error:
            raise FieldError(("bound",), str(error)) from None
        return [(goal,)]
    judge = problem.judge
    assert isinstance(judge, StatementJudge)
    if judge.clip:
        raise FieldError(("clip",), "a function cut off at the ends of its domain has no encoding")
    architecture = problem.candidates.architecture(())
    found = refuting(judge.for_architecture(architecture), architecture)
    if not judge.quantities:
        raise FieldError(("statement",), "this asks nothing of weights; the strategy exhaustive decides it", 0)
    return found


def _template(candidates: CandidateClass) -> Template:
    if candidates.numbers is None:
        raise FieldError(
            ("class",), "a solver is asked for weights: classes of kind networks or neighbourhood have them"
        )
    network = candidates.subject((0,) * len(candidates.axes))
    assert isinstance(network, Network)
    try:
        return Template.on_grids(network, {place: list(map(_exact, values)) for place, values in candidates.numbers})
    except InputError as error:
        raise FieldError(("class",), str(error)) from None


def _domain(problem: Problem) -> Domain:
    judge = problem.judge
    assert isinstance(judge, BoundJudge | StatementJudge)
    network = problem.candidates.subject((0,) * len(problem.candidates.axes))
    assert isinstance(network, Network)
    if (network.inputs, network.outputs) != (1, 1):
        shape = f"{network.inputs} and {network.outputs}"
        raise FieldError(("class",), f"a solver is asked for networks of one input and one output, not {shape}")
    return Domain.of(0, 1) if judge.domain is None else Domain.parse(judge.domain)


def sought(problem: Problem, unit: dict[str, Any]) -> Tally:
    """One way: models of the solver, until one is a counterexample, there are no more, or so many trials are over."""
    goals = ways(problem)[unit["way"]]
    candidates, tally = problem.candidates, Tally()
    template, domain = _template(candidates), _domain(problem)
    script = Script()
    template.declare(script)
    _in_order(candidates, template, script)
    encoder = template.encoder(script)
    for goal in goals:
        goal.demand(encoder, template, domain)
    for _ in range(problem.trials):
        said = ask(script, SOLVER)
        if said.status != "sat":
            tally.said.append(_words(goals, said.status, said.reason, tally.tried))
            break
        point = _point(candidates, template, said.model)
        if tally.note(judged(problem.judge, candidates, point), point):
            break
        network = candidates.subject(point)
        assert isinstance(network, Network)
        for x in (goal.correction(network, domain) for goal in goals):
            if x is not None:
                demand_inside(encoder, template, domain, x)
        script.demand(_another(candidates, template, point))
    return tally


def _words(goals: Sequence[Goal], status: str, reason: str, tried: int) -> str:
    but = " but those tried" if tried else ""
    wanted = " and ".join(goal.text for goal in goals) or "it is in the class"
    if status == "unsat":
        return f"{SOLVER} says that there is no candidate{but} such that {wanted}; exactnet has not shown it"
    return f"{SOLVER} does not know whether there is a candidate such that {wanted} ({reason})"


def _in_order(candidates: CandidateClass, template: Template, script: Script) -> None:
    """Units of a hidden layer may change places: their biases are to increase."""
    if not isinstance(candidates, Networks):
        return
    for i, layer in enumerate(candidates.layers[:-1]):
        biases = [template.names[f"layers.{2 * i}.bias.{j}"] for j in range(layer.width)]
        if len(biases) > 1:
            script.demand(apply("<=", *biases))


def _another(candidates: CandidateClass, template: Template, point: Point) -> str:
    """Some number is not that of a candidate."""
    assert candidates.numbers is not None
    chosen = ((place, values[i]) for (place, values), i in zip(candidates.numbers, point, strict=True))
    return any_of([apply("distinct", template.names[place], number(_exact(x))) for place, x in chosen])


def _point(candidates: CandidateClass, template: Template, model: Any) -> Point:
    assert candidates.numbers is not None
    return tuple(values.index(_fraction(model[template.names[place]])) for place, values in candidates.numbers)


def _exact(x: Fraction) -> fmpq:
    return fmpq(x.numerator, x.denominator)


def _fraction(x: fmpq) -> Fraction:
    return Fraction(int(x.p), int(x.q))
