"""What solvers say about a script: z3, and cvc5 where it is installed. Both read the same text; neither is believed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flint import fmpq, fmpz_poly

from exactnet.errors import InputError
from exactnet.exact.algebraic import RealAlgebraic, real_roots
from exactnet.exact.numbers import Number, number
from exactnet.exact.rational import common_denominator, rational
from exactnet.smt.script import Script

__all__ = ["SOLVERS", "Verdict", "ask"]


@dataclass(frozen=True)
class Verdict:
    """What a solver said.

    Attributes
    ----------
    status
        ``"sat"``, ``"unsat"`` or ``"unknown"``.
    model
        If sat, exact values of the constants that the script wants.
    reason
        If unknown, why.
    solver, seconds
        Who said so, and how long it took.
    """

    status: str
    model: Mapping[str, Number]
    reason: str
    solver: str
    seconds: float


def ask(script: Script, solver: str = "z3", timeout: float | None = None) -> Verdict:
    """Put a script to a solver.

    Parameters
    ----------
    solver
        ``"z3"`` or ``"cvc5"`` (the extra ``cvc5``).
    timeout
        Seconds after which the solver is to say ``unknown``.

    Raises
    ------
    InputError
        If there is no such solver, or it is not installed.

    Examples
    --------
    >>> script = Script()
    >>> script.demand(f"(= (* 3 {script.want('x')}) 1)")
    >>> ask(script).model
    {'x': 1/3}
    """
    if solver not in SOLVERS:
        raise InputError(f"the solver {solver!r} is unknown; choose one of {', '.join(SOLVERS)}")
    start = time.monotonic()
    status, model, reason = SOLVERS[solver](script, timeout)
    return Verdict(status, model, reason, solver, time.monotonic() - start)


Said = tuple[str, dict[str, Number], str]


def _z3(script: Script, timeout: float | None) -> Said:
    import z3

    solver = z3.SolverFor(script.logic)
    if timeout is not None:
        solver.set("timeout", max(1, int(1000 * timeout)))
    try:
        solver.from_string(script.text)
        answer = str(solver.check())
    except z3.Z3Exception as error:
        return "unknown", {}, f"z3: {error}"
    if answer == "unknown":
        return answer, {}, f"z3: {solver.reason_unknown()}"
    if answer == "unsat":
        return answer, {}, ""
    model = solver.model()
    return answer, {name: _z3_number(model.eval(z3.Real(name), model_completion=True)) for name in script.wanted}, ""


def _z3_number(value: Any) -> Number:
    if hasattr(value, "poly"):
        coefficients = [fmpq(*map(int, _fraction(c))) for c in value.poly()]
        return _root(coefficients, value.index())
    return fmpq(*map(int, _fraction(value)))


def _fraction(value: Any) -> tuple[int, int]:
    return value.numerator_as_long(), value.denominator_as_long()


def _root(coefficients: list[fmpq], index: int) -> Number:
    """The index-th real root, from 1, in increasing order."""
    common = common_denominator(coefficients)
    roots = real_roots(fmpz_poly([(c * common).p for c in coefficients]))
    return number(roots[index - 1])


def _cvc5(script: Script, timeout: float | None) -> Said:
    try:
        import cvc5
    except ImportError:
        raise InputError("cvc5 is not installed; install exactnet[cvc5], or use --solver z3") from None
    manager = cvc5.TermManager()
    solver = cvc5.Solver(manager)
    if timeout is not None:
        solver.setOption("tlimit-per", str(max(1, int(1000 * timeout))))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, script.text, "exactnet")
    symbols = parser.getSymbolManager()
    answer = "unknown"
    try:
        while not (command := parser.nextCommand()).isNull():
            if command.getCommandName() == "get-value":
                break
            said = str(command.invoke(solver, symbols)).strip()
            if command.getCommandName() == "check-sat":
                answer = said
    except RuntimeError as error:
        return "unknown", {}, f"cvc5: {error}"
    if answer != "sat":
        return ("unsat", {}, "") if answer == "unsat" else ("unknown", {}, "cvc5 does not know, or not in time")
    terms = {str(term): term for term in symbols.getDeclaredTerms()}
    return "sat", {name: _cvc5_number(solver.getValue(terms[name])) for name in script.wanted}, ""


_ALGEBRAIC = re.compile(r"<(.*), \((\S+), (\S+)\)>")
_MONOMIAL = re.compile(r"\(?(-?[0-9]+)(\*x(?:\^([0-9]+))?)?\)?")


def _cvc5_number(value: Any) -> Number:
    if value.isRealValue():
        return rational(str(value.getRealValue()))
    found = _ALGEBRAIC.search(str(value))
    if found is None:
        raise InputError(f"cvc5 gave a value that is not understood: {value}")
    coefficients: dict[int, int] = {}
    for term in found[1].split(" + "):
        parts = _MONOMIAL.fullmatch(term)
        if parts is None:
            raise InputError(f"cvc5 gave a value that is not understood: {value}")
        power = 0 if parts[2] is None else int(parts[3] or 1)
        coefficients[power] = int(parts[1])
    polynomial = [coefficients.get(i, 0) for i in range(max(coefficients) + 1)]
    return number(RealAlgebraic.from_polynomial(polynomial, found[2], found[3]))


SOLVERS: dict[str, Callable[[Script, float | None], Said]] = {"z3": _z3, "cvc5": _cvc5}
"""By name."""
