"""All bounds, in the order in which they are reported."""

from __future__ import annotations

from collections.abc import Iterable

from exactnet.bounds import bu2020, serra2018, telgarsky
from exactnet.bounds.bound import Bound
from exactnet.errors import InputError

__all__ = ["REGISTRY", "select"]

REGISTRY: dict[str, Bound] = {bound.id: bound for module in (bu2020, telgarsky, serra2018) for bound in module.BOUNDS}


def select(ids: Iterable[str] | None = None) -> list[Bound]:
    """Bounds by id, or all of them.

    Raises
    ------
    InputError
        For an unknown id; the message lists the known ones.

    Examples
    --------
    >>> [bound.id for bound in select(["zaslavsky"])]
    ['zaslavsky']
    """
    if ids is None:
        return list(REGISTRY.values())
    chosen = list(dict.fromkeys([ids] if isinstance(ids, str) else ids))
    if not chosen:
        raise InputError(f"no bound is named; known are {', '.join(REGISTRY)}")
    for name in chosen:
        if name not in REGISTRY:
            raise InputError(f"there is no bound {name!r}; known are {', '.join(REGISTRY)}")
    return [REGISTRY[name] for name in chosen]
