"""Networks in the format NNet."""

import itertools
import random
from fractions import Fraction

import pytest

import exactnet as xn
from exactnet import InputError
from exactnet.cli import main

GOOD = "// one\n1,2,1,2,\n2,1,\n0,\n-1,-1,\n1,1,\n0,1,0,\n1,2,4,\n3,-1,\n0.25,\n"


def written(widths, means, ranges, layers):
    lines = ["// header", ",".join(map(str, (len(layers), widths[0], widths[-1], max(widths)))) + ","]
    rows = [widths, [0], [-9] * widths[0], [9] * widths[0], means, ranges]
    for weight, bias in layers:
        rows += [*weight, *([b] for b in bias)]
    return "\n".join([*lines, *(",".join(map(str, row)) + "," for row in rows)]) + "\n"


def value(widths, means, ranges, layers, x):
    """The function as the format's own readers evaluate it, in fractions."""
    units = [(a - Fraction(m)) / Fraction(r) for a, m, r in zip(x, means, ranges, strict=False)]
    for i, (weight, bias) in enumerate(layers):
        units = [
            sum(Fraction(w) * u for w, u in zip(row, units, strict=True)) + Fraction(b)
            for row, b in zip(weight, bias, strict=True)
        ]
        if i + 1 < len(layers):
            units = [max(u, Fraction(0)) for u in units]
    return [u * Fraction(ranges[-1]) + Fraction(means[-1]) for u in units]


@pytest.mark.parametrize("seed", range(5))
def test_values(tmp_path, seed):
    rng = random.Random(seed)

    def q():
        return f"{rng.uniform(-2, 2):.5e}"

    widths = [rng.randint(1, 3) for _ in range(rng.randint(2, 4))]
    layers = [
        ([[q() for _ in range(a)] for _ in range(b)], [q() for _ in range(b)]) for a, b in itertools.pairwise(widths)
    ]
    means = [q() for _ in range(widths[0] + 1)]
    ranges = [f"{rng.uniform(0.5, 3):.3f}" for _ in range(widths[0] + 1)]
    path = tmp_path / "small.nnet"
    path.write_text(written(widths, means, ranges, layers))
    x = [Fraction(rng.randint(-9, 9), 4) for _ in range(widths[0])]
    assert [Fraction(int(v.p), int(v.q)) for v in xn.load(path)(x)] == value(widths, means, ranges, layers, x)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "the file ends"),
        ("// x\n1,2,\n", "line 2: expected 3 numbers"),
        (GOOD.replace("2,1,\n0", "2,2,\n0"), "do not begin with"),
        (GOOD.replace("1,2,4,", "1,0,4,"), "a range is 0"),
        (GOOD.replace("3,-1,", "3,"), "line 9: expected 2 numbers"),
        (GOOD.replace("3,-1,", "3,nan,"), "line 9"),
        (GOOD.replace("1,2,1,2,", "1.5,2,1,2,"), "line 2: .* integers"),
        (GOOD.replace("0.25,\n", ""), "a bias of layer 1"),
    ],
)
def test_faults(tmp_path, text, fault):
    path = tmp_path / "faulty.nnet"
    path.write_text(text)
    with pytest.raises(InputError, match=fault):
        xn.load(path)
    assert main(["regions", str(path)]) == 2


def test_commands_read_it(tmp_path, capsys):
    path = tmp_path / "good.nnet"
    path.write_text(GOOD)
    # 4 (3 x - (y - 1) / 2 + 1/4), largest at (1, -1)
    assert main(["solve", str(path), "--reach", "F >= 17", "--domain", "box:-1,1"]) == 0
    assert main(["solve", str(path), "--reach", "F > 17", "--domain", "box:-1,1", "--quiet"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("sat")
    assert "unsat" in shown
