"""cvc5 in a process of its own, which can be ended: reads a script, prints what cvc5 says as JSON.

Run by its path, not as a module of the package, so that nothing but cvc5 is loaded.
"""

from __future__ import annotations

import json
import sys


def answer(text: str) -> dict[str, object]:
    """Status, and the values asked for as cvc5 writes them."""
    try:
        import cvc5
    except ImportError:
        return {"missing": True}
    manager = cvc5.TermManager()
    solver = cvc5.Solver(manager)
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "exactnet")
    symbols = parser.getSymbolManager()
    status, values = "unknown", {}
    try:
        while not (command := parser.nextCommand()).isNull():
            name = command.getCommandName()
            if name == "get-value":
                break
            said = str(command.invoke(solver, symbols)).strip()
            status = said if name == "check-sat" else status
        if status == "sat":
            for term in symbols.getDeclaredTerms():
                value = solver.getValue(term)
                values[str(term)] = str(value.getRealValue()) if value.isRealValue() else str(value)
    except RuntimeError as error:
        return {"status": "unknown", "reason": str(error)}
    return {"status": status, "values": values}


if __name__ == "__main__":
    print(json.dumps(answer(sys.stdin.read())))
