"""Raghu, Poole, Kleinberg, Ganguli, Sohl-Dickstein 2017 (arXiv 1606.05336): activation patterns, and transitions along paths."""

from __future__ import annotations

from exactnet.bounds.bound import Bound, Parameters, Premise, Side, Status
from exactnet.bounds.case import Case
from exactnet.bounds.combinatorics import arrangement_cells
from exactnet.bounds.goujon2024 import parallel_cells
from exactnet.bounds.premises import IS_NETWORK, ONE_INPUT, PIECEWISE_LINEAR, RELU_NETWORK
from exactnet.model import Clip, Dense, HardTanh

__all__ = ["BOUNDS"]

_ONE_WIDTH = Premise("all layers that bend have the same width k", lambda case: len(set(case.widths)) == 1)


def _is_hard_tanh_chain(case: Case) -> bool:
    layers = () if case.network is None else case.network.layers
    return all(isinstance(layer, Dense | HardTanh | Clip) for layer in layers) and bool(case.widths)


def _relu(case: Case, parameters: Parameters) -> int:
    regions: int = arrangement_cells(case.widths[0], case.inputs) ** len(case.widths)
    return regions


def _hard_tanh(case: Case, parameters: Parameters) -> int:
    regions: int = parallel_cells(case.widths[0], 2, case.inputs) ** len(case.widths)
    return regions


BOUNDS = (
    Bound(
        id="raghu2017.relu",
        source="after Raghu et al. 2017",
        status=Status.DERIVED,
        statement="n relu layers of width k on R^d: at most Z(k, d)^n regions",
        side=Side.UPPER,
        quantity="activation_regions",
        premises=(IS_NETWORK, RELU_NETWORK, _ONE_WIDTH),
        value=_relu,
    ),
    Bound(
        id="raghu2017.hard_tanh",
        source="after Raghu et al. 2017",
        status=Status.DERIVED,
        statement="n hard_tanh layers of width k on R^d: at most (sum_{j <= d} C(k, j) 2^j)^n regions",
        side=Side.UPPER,
        quantity="activation_regions",
        premises=(
            IS_NETWORK,
            Premise("a chain of dense, hard_tanh and clip layers, not all dense", _is_hard_tanh_chain),
            _ONE_WIDTH,
        ),
        value=_hard_tanh,
    ),
    Bound(
        id="raghu2017.segment",
        source="after Raghu et al. 2017",
        status=Status.DERIVED,
        statement="along a straight line transitions + 1 = patterns <= prod (m_i + 1) (m_i relu units in layer i)",
        side=Side.UPPER,
        quantity="activation_regions",
        premises=(PIECEWISE_LINEAR, IS_NETWORK, ONE_INPUT),
        value=lambda case, parameters: case.piece_product,
    ),
)
