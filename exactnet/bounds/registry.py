"""All bounds, in the order in which they are reported."""

from __future__ import annotations

from collections.abc import Iterable

from exactnet.bounds import (
    arora2018,
    bianchini2014,
    bu2020,
    chatziafratis2020,
    ergen2023,
    feng2022,
    goujon2024,
    grigsby2022,
    montufar,
    raghu2017,
    rieck2019,
    serra2018,
    telgarsky,
    xiong2020,
    yarotsky2017,
    zaslavsky,
)
from exactnet.bounds.bound import Bound
from exactnet.errors import InputError

__all__ = ["REGISTRY", "select"]

_PAPERS = (
    bu2020,
    chatziafratis2020,
    telgarsky,
    bianchini2014,
    zaslavsky,
    arora2018,
    serra2018,
    montufar,
    raghu2017,
    goujon2024,
    xiong2020,
    ergen2023,
    grigsby2022,
    feng2022,
    rieck2019,
    yarotsky2017,
)

REGISTRY: dict[str, Bound] = {bound.id: bound for paper in _PAPERS for bound in paper.BOUNDS}


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
