"""Rule ``distance`` for networks with several inputs."""

from __future__ import annotations

from fractions import Fraction

from exactnet.check.areas import Area, read_area
from exactnet.check.forward import homogeneous
from exactnet.check.layers import Dense, Layer, Relu, Residual
from exactnet.check.reader import integer, integers, obj, rational, show
from exactnet.check.simplices import simplices, total, volume
from exactnet.check.subject import Network
from exactnet.check.tiling import Tiling, check_marks, read_tiling
from exactnet.check.verdict import require

_FINEST = 100_000


def check_cell_distance(
    claim: dict[str, object], first: Network, second: Network, evidence: dict[str, object] | None
) -> None:
    """Check the distance of an output of one network and one of the other, on a box or polytope."""
    d = first.inputs
    require(second.inputs == d, "subject", "the two networks have different numbers of inputs")
    keys = obj(claim, ["rule", "norm", "domain", "outputs", "value"], "claim", "claim")
    norm = keys["norm"]
    area = read_area(keys["domain"], d)
    require(not area.everything, "claim", "a distance wants a bounded domain")
    outputs = integers(keys["outputs"], "claim", "outputs", 0)
    there = len(outputs) == 2 and outputs[0] < first.outputs and outputs[1] < second.outputs
    require(there, "claim", "outputs must be an output of the first network and one of the second")
    value = keys["value"]
    bracket: tuple[Fraction, Fraction] | None = None
    if isinstance(value, dict) and norm == "l1":
        ends = obj(value, ["lower", "upper"], "claim", "value")
        lower, upper = (rational(ends[key], "claim", f"value.{key}") for key in ("lower", "upper"))
        require(lower <= upper, "claim", "value.lower is more than value.upper")
        bracket = lower, upper
    else:
        rational(value, "claim", "value")
    if evidence is None:
        return
    names = ["vertices", "faces", *(["precision"] if bracket else [])]
    found = obj(evidence, names, "evidence", "evidence")
    tiling, gaps = _read_cells(first, second, outputs, area, found)
    if norm == "linf":
        largest = max(gaps)
        require(rational(value, "claim", "value") == largest, "value", f"claimed {show(value)}, found {show(largest)}")
        return
    rows = tiling.complex.vertices
    shares = (
        volume([rows[v] for v in simplex]) * sum((gaps[v] for v in simplex), Fraction(0)) / (d + 1)
        for _, simplex in simplices(tiling)
    )
    if bracket is None:
        integral = total(list(shares))
        same = rational(value, "claim", "value") == integral
        require(same, "value", f"claimed {show(value)}, found {show(integral)}")
        return
    p = integer(found["precision"], "evidence", "precision", 1)
    require(p <= _FINEST, "evidence", f"precision is more than {_FINEST}")
    low = high = 0
    for share in shares:
        whole, rest = divmod(share.numerator << p, share.denominator)
        low, high = low + whole, high + whole + bool(rest)
    require(bracket[0] * (1 << p) <= low, "value", f"the integral may be less than {show(bracket[0])}")
    require(high <= bracket[1] * (1 << p), "value", f"the integral may be more than {show(bracket[1])}")


def _read_cells(
    first: Network, second: Network, outputs: list[int], area: Area, evidence: dict[str, object]
) -> tuple[Tiling, list[Fraction]]:
    """Check the cells; give them, and the absolute difference at every vertex."""
    layers = _difference(first, second, outputs)
    network = Network((*layers, Relu(1)), 1, area.dimension)
    tiling = read_tiling(network, area, evidence["vertices"], evidence["faces"], flat=True)
    check_marks(tiling)
    gaps: list[Fraction] = []
    for row in tiling.complex.vertices:
        done = homogeneous(layers, row)
        gaps.append(Fraction(abs(done.units[0]), done.den * row[0]))
    return tiling, gaps


def _difference(first: Network, second: Network, outputs: list[int]) -> tuple[Layer, ...]:
    """Make one network of both: (x, u) -> (x, u + F(x)) -> (x, u + F(x) - G(x)) -> F(x) - G(x)."""
    d = first.inputs
    unit = [[int(i == j) for j in range(d + 1)] for i in range(d + 1)]
    enter = Dense(d + 1, tuple(tuple(row[:d]) for row in unit), (0,) * (d + 1), 1)
    read = Dense(d, tuple(map(tuple, unit[:d])), (0,) * d, 1)
    blocks: list[Layer] = []
    for network, output, sign in ((first, outputs[0], 1), (second, outputs[1], -1)):
        rows = [(0,) * network.outputs] * d
        rows.append(tuple(sign * (i == output) for i in range(network.outputs)))
        blocks.append(Residual(d + 1, (read, *network.layers, Dense(d + 1, tuple(rows), (0,) * (d + 1), 1))))
    return (enter, *blocks, Dense(1, (tuple(unit[d]),), (0,), 1))
