"""The frame of a certificate, and the functions that check one."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from exactnet.check.ensembles import Ensemble
from exactnet.check.reader import long_integers, obj, read_json, show, string
from exactnet.check.rules import OF_ENSEMBLES, RULES, SEVERAL_INPUTS
from exactnet.check.subject import read_subject, want_one_input
from exactnet.check.verdict import Rejected, Verdict, require

FORMAT = "exactnet-certificate/1"
_EVIDENCE = [
    *("breakpoints", "lower", "upper", "recurrence", "orbit", "partition", "words"),
    *("precision", "orbits", "terms", "zero"),
    *("field", "points", "same", "cells", "counts"),
    *("vertices", "faces", "tree", "steps", "smith"),
    *("interval", "points"),
    "precisions",
    *("point", "trees"),
    "parts",
]


def check_text(text: str | bytes) -> Verdict:
    """Check a certificate.

    Parameters
    ----------
    text : str or bytes
        The certificate; bytes must be UTF-8.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> str(check_text("{}"))
    "invalid: format: the certificate has no key 'claim'"
    """
    try:
        with long_integers():
            hole = _check(read_json(text))
    except Rejected as rejected:
        return Verdict("invalid", rejected.step, rejected.reason)
    except RecursionError:
        # Nesting is the only unbounded recursion: brackets in brackets, residual blocks in residual blocks.
        return Verdict("invalid", "json", "nested too deeply")
    return Verdict("valid") if hole is None else Verdict("holey", "evidence", hole)


def check_file(path: str | PathLike[str]) -> Verdict:
    """Check the certificate in a file; raises OSError if it cannot be read."""
    return check_text(Path(path).read_bytes())


def _check(document: object) -> str | None:
    """Check a parsed document; give what is missing, if the evidence says so."""
    keys = obj(document, ["format", "claim", "subject", "evidence", "producer"], "format", "the certificate")
    require(keys["format"] == FORMAT, "format", f"format must be {FORMAT!r}, not {show(keys['format'])}")
    claim = obj(keys["claim"], ["rule"], "claim", "claim", optional=_names(keys["claim"]))
    name = string(claim["rule"], "claim", "rule")
    require(name in RULES, "claim", f"there is no rule {show(name)}")
    subject = read_subject(keys["subject"])
    fits = isinstance(subject, Ensemble) == (name in OF_ENSEMBLES)
    require(fits, "subject", f"the rule wants {'an ensemble' if name in OF_ENSEMBLES else 'no ensemble'}")
    if name not in SEVERAL_INPUTS:
        want_one_input(subject)
    evidence = obj(keys["evidence"], [], "evidence", "evidence", optional=_names(keys["evidence"]))
    if "hole" not in evidence:
        RULES[name](claim, subject, evidence)
        return None
    obj(evidence, ["hole"], "evidence", "evidence", optional=_EVIDENCE)
    hole = string(evidence["hole"], "evidence", "hole")
    require(hole.strip() != "", "evidence", "hole does not say what is missing")
    RULES[name](claim, subject, None)
    return hole


def _names(value: object) -> list[str]:
    # The rules know the keys of their claims and evidence.
    return list(value) if isinstance(value, dict) else []
