"""What solvers say about a script: z3, and cvc5 where it is installed. Both read the same text; neither is believed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
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

    context = z3.Context()  # of its own, so that several threads may ask
    solver = z3.SolverFor(script.logic, ctx=context)
    if timeout is not None:
        solver.set("timeout", max(1, int(1000 * timeout)))
    try:
        solver.from_string(script.text)
        answer = _checked(solver)
    except z3.Z3Exception as error:
        answer = f"error {error}"
    if answer.startswith("error"):
        return "unknown", {}, f"z3: {answer}"
    if answer == "unknown":
        return answer, {}, f"z3: {solver.reason_unknown()}"
    if answer == "unsat":
        return answer, {}, ""
    model = solver.model()
    return (
        answer,
        {name: _z3_number(model.eval(z3.Real(name, context), model_completion=True)) for name in script.wanted},
        "",
    )


def _checked(solver: Any) -> str:
    """What the solver says; time limits and interrupts reach it although it is no Python."""
    said: list[str] = []

    def check() -> None:
        try:
            said.append(str(solver.check()))
        except Exception as error:  # told where it was asked for
            said.append(f"error {error}")

    thread = Thread(target=check, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(1)
    except BaseException:
        solver.interrupt()
        thread.join()
        raise
    return said[0]


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
    worker = Path(__file__).with_name("cvc5_worker.py")
    try:
        done = subprocess.run(
            [sys.executable, str(worker)],
            input=script.text,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "unknown", {}, "cvc5: timeout"
    if done.returncode:
        return "unknown", {}, f"cvc5 ended with status {done.returncode}"
    said = json.loads(done.stdout)
    if "missing" in said:
        raise InputError("cvc5 is not installed; install exactnet[cvc5], or use --solver z3")
    if said["status"] == "sat":
        return "sat", {name: _cvc5_number(said["values"][name]) for name in script.wanted}, ""
    if said["status"] == "unsat":
        return "unsat", {}, ""
    return "unknown", {}, f"cvc5: {said.get('reason', 'it does not know')}"


_ALGEBRAIC = re.compile(r"<(.*), \((\S+), (\S+)\)>")
_MONOMIAL = re.compile(r"\(?(-?[0-9]+)(\*x(?:\^([0-9]+))?)?\)?")


def _cvc5_number(value: str) -> Number:
    """A rational, or ``(_ real_algebraic_number <polynomial, (lower, upper)>)``.

    Examples
    --------
    >>> _cvc5_number("-1/2"), _cvc5_number("(_ real_algebraic_number <1*x^2 + (-27*x) + 2, (26, 27)>)")
    (-1/2, RealAlgebraic(root of x^2 + (-27)*x + 2 between 26925721/1000000 and 13462861/500000))
    """
    found = _ALGEBRAIC.search(value)
    if found is None and not value.startswith("("):
        return rational(value)
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
