"""Montufar, Pascanu, Cho, Bengio 2014 and Montufar 2017, with Pascanu, Montufar, Bengio 2013: first counts of deep regions."""

from __future__ import annotations

from math import prod

from exactnet.bounds.bound import Bound, Parameters, Premise, Side, Status
from exactnet.bounds.case import Case
from exactnet.bounds.combinatorics import arrangement_cells, layer_dimensions
from exactnet.bounds.premises import IS_NETWORK, RELU_NETWORK
from exactnet.bounds.witnesses import montufar_witness, pascanu_witness

__all__ = ["BOUNDS"]

_WIDE = Premise("every width n_l is at least the number d of inputs", lambda case: min(case.widths) >= case.inputs)


def _folds(case: Case) -> int:
    return prod(n // case.inputs for n in case.widths[:-1])


def _lower_2014(case: Case, parameters: Parameters) -> int:
    folds: int = _folds(case) ** case.inputs
    return folds * arrangement_cells(case.widths[-1], case.inputs)


def _lower_2013(case: Case, parameters: Parameters) -> int:
    return _folds(case) * arrangement_cells(case.widths[-1], case.inputs)


def _upper_2017(case: Case, parameters: Parameters) -> int:
    dimensions = layer_dimensions(case.inputs, case.widths)
    return prod(arrangement_cells(n, d) for n, d in zip(case.widths, dimensions, strict=True))


BOUNDS = (
    Bound(
        id="pascanu2013.lower",
        source="Pascanu, Montufar, Bengio 2013",
        status=Status.RECALLED,
        statement="n_l >= d: some network of these widths has at least prod_{l < L} floor(n_l / d) Z(n_L, d) regions",
        side=Side.LOWER,
        quantity="activation_regions",
        premises=(IS_NETWORK, RELU_NETWORK, _WIDE),
        value=_lower_2013,
        witness=lambda case, parameters: pascanu_witness(case.inputs, case.widths),
    ),
    Bound(
        id="montufar2014.lower",
        source="Montufar, Pascanu, Cho, Bengio 2014",
        status=Status.DERIVED,
        statement="n_l >= d: some network of these widths has at least prod_{l < L} floor(n_l / d)^d Z(n_L, d) regions",
        side=Side.LOWER,
        quantity="activation_regions",
        premises=(IS_NETWORK, RELU_NETWORK, _WIDE),
        value=_lower_2014,
        witness=lambda case, parameters: montufar_witness(case.inputs, case.widths),
    ),
    Bound(
        id="montufar2017.upper",
        source="after Montufar 2017",
        status=Status.DERIVED,
        statement="regions <= prod Z(n_l, d_l), d_l = min(d, n_1, .., n_l)",
        side=Side.UPPER,
        quantity="activation_regions",
        premises=(IS_NETWORK, RELU_NETWORK),
        value=_upper_2017,
    ),
)
