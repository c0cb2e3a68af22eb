"""Directed search on the margin by Optuna, an optional extra: it proposes candidates, and decides nothing."""

from __future__ import annotations

from hashlib import sha256
from importlib import import_module
from typing import Any

from exactnet.conjectures.classes import CandidateClass
from exactnet.conjectures.fields import FieldError
from exactnet.conjectures.judge import Judge
from exactnet.conjectures.work import Tally, judged

__all__ = ["directed", "require_optuna"]

_NO_MARGIN = 1e9
"""What is told of candidates of which the statement says nothing, or that are not decided."""


def require_optuna() -> Any:
    """The package; FieldError if it is not installed."""
    try:
        return import_module("optuna")
    except ImportError:
        raise FieldError(("search", "strategy"), "this strategy needs Optuna: pip install 'exactnet[optuna]'") from None


def directed(judge: Judge, candidates: CandidateClass, seed: str, count: int) -> Tally:
    """Candidates that a tree-structured Parzen estimator proposes, from the margins of those before."""
    optuna = require_optuna()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    # a seed that does not depend on the process, as hashes of texts do
    sampler = optuna.samplers.TPESampler(seed=int.from_bytes(sha256(seed.encode()).digest()[:4], "big"))
    study = optuna.create_study(sampler=sampler)
    if candidates.start is not None:
        study.enqueue_trial({str(axis): index for axis, index in enumerate(candidates.start)})
    tally = Tally()
    for _ in range(count):
        trial = study.ask()
        point = tuple(trial.suggest_int(str(axis), 0, size - 1) for axis, size in enumerate(candidates.axes))
        opinion = judged(judge, candidates, point)
        if tally.note(opinion, point):
            break
        study.tell(trial, _NO_MARGIN if opinion.margin is None else min(opinion.margin, _NO_MARGIN))
    return tally
