"""Is there a point with certain outputs? Rule `reach`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flint import fmpq

from exactnet.certs import Certificate, Fragment
from exactnet.compile import PiecewiseLinearMap, PiecewiseMap
from exactnet.errors import InputError
from exactnet.exact.numbers import Number
from exactnet.exact.rational import number_text
from exactnet.smt.cases import MAX_NODES, Found, refute
from exactnet.smt.encoding import Encoder
from exactnet.smt.inputs import InputSet
from exactnet.smt.property import Property
from exactnet.smt.question import Answer, Question, Say, nearby
from exactnet.smt.script import Script, all_of, any_of, apply, number, plus, times
from exactnet.smt.target import Target

__all__ = ["Reach"]


@dataclass(frozen=True, eq=False)
class Reach(Question):
    """Is there an input with a property of inputs and outputs?

    Attributes
    ----------
    target
        The function, or two of them.
    inputs
        Where.
    sought
        The property.
    max_nodes
        Limit on the linear programs of the exact route.

    Examples
    --------
    >>> from exactnet.model import Abs, Network
    >>> from exactnet.smt.property import at_most
    >>> from exactnet.smt.question import solve
    >>> box = InputSet.box([(fmpq(1), fmpq(2))])
    >>> solve(Reach(Target.of(Network.of(1, [Abs()])), box, at_most(1, "1/2")))
    Answer(unsat, evidence='own', solver='exact')
    """

    target: Target
    inputs: InputSet
    sought: Property
    max_nodes: int = MAX_NODES

    def __post_init__(self) -> None:
        d, m = self.target.inputs, self.target.outputs
        if self.inputs.dimension != d:
            raise InputError(f"the domain has dimension {self.inputs.dimension} but there are {d} inputs")
        for atoms in self.sought.conjunctions:
            for atom in atoms:
                if (len(atom.inputs), len(atom.outputs)) != (d, m):
                    raise InputError(
                        f"the property speaks of {len(atom.inputs)} inputs and {len(atom.outputs)} outputs; "
                        f"there are {d} and {m}"
                    )
        for part in self.target.parts:
            if isinstance(part, PiecewiseLinearMap | PiecewiseMap):
                _require_inside(part, self.inputs)

    @property
    def statement(self) -> str:
        return f"a point of {self.inputs} with {self.sought}"

    # -- for solvers -------------------------------------------------------------------------------------------------------

    @cached_property
    def script(self) -> Script:
        script = Script(comment=f"Is there {self.statement}?")
        x = [script.want(f"X_{i}") for i in range(self.target.inputs)]
        for b, *a in self.inputs.walls:
            script.demand(apply(">=", _linear(b, a, x), "0"))
        y = [script.define(f"Y_{j}", term) for j, term in enumerate(Encoder(script).target(self.target, x, "f"))]
        script.demand(
            any_of(
                [
                    all_of(
                        [
                            apply(
                                ">" if atom.strict else ">=",
                                _linear(atom.constant, (*atom.inputs, *atom.outputs), [*x, *y]),
                                "0",
                            )
                            for atom in atoms
                        ]
                    )
                    for atoms in self.sought.conjunctions
                ]
            )
        )
        return script

    def confirm(self, model: Mapping[str, Number]) -> Answer | None:
        for near in nearby(model):
            x = [near[f"X_{i}"] for i in range(self.target.inputs)]
            if self.inputs.contains(x) and self.sought.holds(x, self.target.values(x)):
                return self._found(x)
        return None

    def hole(self, status: str, solver: str) -> Certificate:
        return self._certificate(status, {"hole": f"{solver} says {status}"})

    # -- by ourselves ------------------------------------------------------------------------------------------------------

    def decide(self, say: Say) -> Answer | None:
        if not self.target.linear:
            return None
        trees = []
        count = len(self.sought.conjunctions)
        for i, atoms in enumerate(self.sought.conjunctions, start=1):
            part = f", part {i} of {count}" if count > 1 else ""

            def progress(programs: int, waiting: int, part: str = part) -> None:
                say(f"cases{part}: {programs:,} linear programs, {waiting} cases wait")

            found = refute(self.target, self.inputs, atoms, max_nodes=self.max_nodes, progress=progress)
            if isinstance(found, Found):
                return self._found(found.point)
            trees.append(found.tree)
        return Answer("unsat", None, self._certificate("unsat", {"trees": trees}), "own")

    def _found(self, x: Sequence[fmpq]) -> Answer:
        point, values = ([number_text(v) for v in vector] for vector in (x, self.target.values(x)))
        certificate = self._certificate("sat", {"point": point})
        return Answer("sat", {"point": point, "outputs": values}, certificate, "own")

    def _certificate(self, verdict: str, evidence: dict[str, Any]) -> Certificate:
        claim = {
            "rule": "reach",
            "domain": self.inputs.to_json(),
            "property": self.sought.to_json(),
            "verdict": verdict,
        }
        return Certificate(claim, self.target.certificate_subject, Fragment(evidence))


def _linear(constant: fmpq, factors: Sequence[fmpq], names: Sequence[str]) -> str:
    terms = [times(number(a), name) for a, name in zip(factors, names, strict=True)]
    return plus([*terms, number(constant)])


def _require_inside(part: PiecewiseLinearMap | PiecewiseMap, inputs: InputSet) -> None:
    inside = inputs.sides is not None and not (
        inputs.sides[0][0] < part.domain.lower or part.domain.upper < inputs.sides[0][1]  # type: ignore[operator]
    )
    if not inside:
        raise InputError(f"the map is defined on {part.domain} only, not on {inputs}")
