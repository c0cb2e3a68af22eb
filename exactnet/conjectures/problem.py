"""A search, completely described: a statement or bound, the class, the strategy; JSON, so that any process can read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from exactnet.bounds import select
from exactnet.certs.canonical import digest
from exactnet.compile.path import Path
from exactnet.compile.places import parse_domain
from exactnet.conjectures.class_reader import inputs_of, read_class
from exactnet.conjectures.classes import Architectures, CandidateClass, Constructions, Maps
from exactnet.conjectures.fields import FieldError, Fields
from exactnet.conjectures.judge import BoundJudge, Judge, StatementJudge
from exactnet.conjectures.language import (
    FaultError,
    Node,
    parse,
    require_truth,
    text_of,
    undefined_part,
    why_undefined,
)
from exactnet.conjectures.language.functions import FUNCTIONS
from exactnet.conjectures.language.names import ARCHITECTURE, QUANTITIES, RELATIONS
from exactnet.conjectures.networks import Networks
from exactnet.conjectures.strategies import STRATEGIES
from exactnet.conjectures.usual import usual
from exactnet.errors import InputError

__all__ = ["Problem", "printed_form"]

_MOST = 10**15


@dataclass(frozen=True, eq=False)
class Problem:
    """What is searched for a counterexample.

    Attributes
    ----------
    document
        The fields as they were given, JSON values.
    statement
        The tree; None where a published bound is attacked.
    bound
        Its id.
    candidates, judge
        The class, and what decides its members.
    strategy
        One of those in `STRATEGIES`.
    trials, batch
        How many candidates a strategy that never ends tries; how many make a unit of work.
    seed
        Of random choices.
    shrink
        Whether a counterexample is made smaller.

    Examples
    --------
    >>> problem = Problem.of({"statement": "d < 3", "class": {"kind": "architectures", "inputs": [1, 2], "widths": [1]}})
    >>> problem.candidates.size, problem.strategy
    (2, 'exhaustive')
    """

    document: Mapping[str, Any]
    statement: Node | None
    bound: str | None
    candidates: CandidateClass
    judge: Judge
    strategy: str
    trials: int
    batch: int
    seed: int
    shrink: bool

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Problem:
        """Read and check a document; the fields are those of docs/search.md. A bound without a class has its usual one.

        Raises
        ------
        FieldError
            Naming the field that is wrong.
        """
        _refuse_floats(document)
        fields = Fields(document)
        statement, bound = _question(fields)
        if bound is not None and "class" not in document:
            return cls.of(_on_usual_class(document, bound))
        domain = fields.text("domain", None)
        candidates = read_class(fields.inner("class"))
        path = _path(fields)
        clip = fields.flag("clip")
        if bound is not None and (clip or path is not None):
            raise FieldError(("clip" if clip else "path",), "a published bound says itself what it is about")
        _check_domain(domain, candidates)
        judge: Judge
        if statement is None:
            assert bound is not None
            judge = BoundJudge(bound, domain)
            if judge.reads_weights and isinstance(candidates, Networks):
                candidates = Networks(candidates.inputs, candidates.layers, by_factors=False)
        else:
            judge = StatementJudge(statement, domain, clip, path)
            _check_quantities(judge, candidates)
        search = fields.inner("search")
        name = search.text("strategy", "exhaustive")
        if name not in STRATEGIES:
            raise search.fault("strategy", f"there is no strategy {name!r}; known are {', '.join(STRATEGIES)}")
        found = cls(
            document,
            statement,
            bound,
            candidates,
            judge,
            name,
            search.whole("trials", 1, _MOST, 10_000),
            search.whole("batch", 1, _MOST, min(_batch(judge, candidates), STRATEGIES[name].most)),
            search.whole("seed", -_MOST, _MOST, 0),
            search.flag("shrink", True),
        )
        search.done()
        fields.done()
        STRATEGIES[name].check(found)
        return found

    @cached_property
    def digest(self) -> str:
        """The address of the search: of all that its result depends on, whether it was said or is the default."""
        settings = {name: getattr(self, name) for name in ("strategy", "trials", "batch", "seed", "shrink")}
        return digest({**self.document, "search": settings})

    @property
    def text(self) -> str:
        """The statement in its canonical form, or the id of the bound."""
        return text_of(self.statement) if self.statement is not None else str(self.bound)


def _refuse_floats(value: Any, path: tuple[str, ...] = ()) -> None:
    if isinstance(value, float):
        raise FieldError(path, f'{value} is a float; write a text such as "1/2" or "0.5", which is exact')
    below = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in below:
        _refuse_floats(inner, (*path, str(key)))


def printed_form(bound: str) -> str:
    """The id of the statement as its source prints it, where it differs from the one that is right.

    Examples
    --------
    >>> printed_form("ergen2023.theorem13_most")
    'ergen2023.theorem13_printed_most'
    """
    stem, _, side = bound.rpartition("_")
    name = bound if "_printed_" in bound else f"{stem}_printed_{side}"
    if name not in {known.id for known in select()}:
        select([bound])  # an unknown id is refused as such
        printed = [known.id for known in select() if "_printed_" in known.id]
        raise InputError(f"{bound} is printed as it is checked; printed otherwise are {', '.join(printed)}")
    return name


def _on_usual_class(document: Mapping[str, Any], bound: str) -> dict[str, Any]:
    where, domain = usual(bound)
    return {**({} if domain is None else {"domain": domain}), **document, "class": where}


def _question(fields: Fields) -> tuple[Node | None, str | None]:
    definitions = _definitions(fields.inner("let"))
    text, bound = fields.text("statement", None), fields.text("bound", None)
    as_printed = fields.flag("as_printed")
    if (text is None) == (bound is None):
        raise FieldError((), 'there must be a "statement" or a "bound", and not both')
    if bound is not None:
        try:
            return None, printed_form(bound) if as_printed else select([bound])[0].id
        except InputError as error:
            raise fields.fault("bound", str(error)) from None
    if as_printed:
        raise fields.fault("as_printed", "only a bound has a printed form")
    try:
        statement = parse(text, definitions)
        require_truth(statement, text)
    except FaultError as error:
        raise FieldError(("statement",), error.reason, error.offset) from None
    return statement, None


def _definitions(fields: Fields) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for name in fields.table:
        text = fields.text(name)
        if not name.isidentifier() or name in {
            *ARCHITECTURE,
            *FUNCTIONS,
            *QUANTITIES,
            *RELATIONS,
            "f",
            "and",
            "or",
            "not",
        }:
            raise fields.fault(name, f"{name!r} cannot be defined: it is no name, or has a meaning already")
        try:
            found[name] = parse(text, found)
            found[name].kind(text)
        except FaultError as error:
            raise FieldError((*fields.path, name), error.reason, error.offset) from None
    return found


def _path(fields: Fields) -> Path | None:
    table = fields.take("path", Mapping, "a table with points, and arcs = true or false", None)
    if table is None:
        return None
    inner = Fields(table, ("path",))
    points = inner.take("points", list, "a list of points")
    try:
        path = Path.of([x if isinstance(x, list) else [x] for x in points], arcs=inner.flag("arcs"))
    except InputError as error:
        raise inner.fault("points", str(error)) from None
    inner.done()
    return path


def _check_domain(domain: str | None, candidates: CandidateClass) -> None:
    inputs = inputs_of(candidates)
    if domain is None or inputs is None:
        return
    try:
        where = parse_domain(domain, inputs)
        if isinstance(candidates, Maps):
            interval = candidates.subject((0,) * len(candidates.x)).domain
            if not interval.contains(where):  # type: ignore[arg-type]
                raise InputError(f"the maps are defined on {interval} only")
    except InputError as error:
        raise FieldError(("domain",), str(error)) from None


def _check_quantities(judge: StatementJudge, candidates: CandidateClass) -> None:
    """Refuse, at their places, quantities that no candidate has, and what has no value."""
    inputs = inputs_of(candidates)
    bounded = judge.domain != "all" and (judge.domain is not None or isinstance(candidates, Maps) or inputs == 1)
    outputs = candidates.layers[-1].width if isinstance(candidates, Networks) else 1
    for node in judge.quantities:
        quantity = QUANTITIES[node.name]
        iterated = quantity.dynamical or (node.name, len(node.arguments)) in (("laps", 1), ("crossings", 2))
        reasons = [
            (isinstance(candidates, Architectures), "a class of architectures has no functions to measure"),
            (quantity.one_input and inputs not in (None, 1), f"{node.name} is about functions of one variable"),
            (quantity.one_output and outputs != 1, f"{node.name} is about functions with one output"),
            (quantity.network and isinstance(candidates, Maps), f"{node.name} is about networks; these are maps"),
            (quantity.path and judge.path is None, f"{node.name} wants a path"),
            (not bounded and (iterated or node.name in ("minimum", "maximum")), f"{node.name} wants a bounded domain"),
        ]
        for wrong, reason in reasons:
            if wrong:
                raise FieldError(("statement",), reason, node.place)
    varied = isinstance(candidates, Architectures | Constructions)
    undefined = undefined_part(judge.statement, None if varied else candidates.architecture(()))
    if undefined is not None:
        raise FieldError(("statement",), why_undefined(undefined), undefined.start)


def _batch(judge: Judge, candidates: CandidateClass) -> int:
    """Candidates that take about a second."""
    if isinstance(judge, BoundJudge):
        return 50
    assert isinstance(judge, StatementJudge)
    if not judge.quantities:
        return 20_000
    if judge.is_quick(candidates):
        return 20_000
    cost = 1 + sum(QUANTITIES[node.name].cost for node in judge.quantities)
    return max(1, int(1500 / cost))
