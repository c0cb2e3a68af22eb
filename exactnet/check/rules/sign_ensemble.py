"""Rule ``sign_ensemble``: the mean length of the image of a path over all networks with weights +-1."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from exactnet.check.claimed_lengths import Length, read_length
from exactnet.check.ensembles import Ensemble, speeds
from exactnet.check.lengths import Stretch
from exactnet.check.linear import rank
from exactnet.check.paths import Path, read_path
from exactnet.check.quadratics import Number
from exactnet.check.reader import integers, obj, rational, show
from exactnet.check.subject import Subject
from exactnet.check.verdict import Rejected, require

_CLAIM = [
    *("rule", "bound", "constant", "path", "base_squared", "mean_square"),
    *("path_length", "mean_length", "verdict"),
]
_BOUND = "raghu2017.relu_growth"
_FINEST = 4096
_LARGEST = 1 << 64


def check_sign_ensemble(claim: dict[str, object], subject: Subject, evidence: dict[str, object] | None) -> None:
    """Check a claim of the rule ``sign_ensemble``."""
    keys = obj(claim, _CLAIM, "claim", "claim")
    if not isinstance(subject, Ensemble):
        raise Rejected("subject", "the rule wants an ensemble")
    require(keys["bound"] == _BOUND, "claim", f"bound must be {_BOUND!r}")
    constant = rational(keys["constant"], "claim", "constant")
    require(constant > 0, "claim", "constant must be more than 0")
    path = read_path(keys["path"], subject.inputs)
    require(not path.arcs, "claim", "the path must consist of segments")
    numbers = [constant, *(Fraction(x, path.den) for point in path.points for x in point)]
    small = all(max(abs(x.numerator), x.denominator) < _LARGEST for x in numbers)
    require(small, "claim", "a number of the path, or the constant, is too long")
    base, square = (rational(keys[key], "claim", key) for key in ("base_squared", "mean_square"))
    lengths = [read_length(keys[key], key) for key in ("path_length", "mean_length")]
    require(all(length.lower >= 0 for length in lengths), "claim", "a length is less than 0")
    require(keys["verdict"] in ("proved", "refuted"), "claim", "verdict must be 'proved' or 'refuted'")
    subject.check_work(path.spans)
    for p, q in pairwise(path.points):
        require(rank([p, q]) == 2, "premise", "two neighbouring points of the path are linearly dependent")
    k, d = subject.width, subject.depth
    require(base == Fraction(k * k, k + 1), "base_squared", f"it is {show(Fraction(k * k, k + 1))}")
    if evidence is not None:
        _check_means(subject, path, square, lengths, evidence)
    straight, mean = lengths
    # Of both sides the square, times (k + 1)^d.
    stated = constant**2 * k ** (2 * d)
    if mean.upper**2 * (k + 1) ** d < stated * straight.lower**2:
        found = "refuted"
    else:
        found = "proved" if mean.lower**2 * (k + 1) ** d >= stated * straight.upper**2 else "undecided"
    require(found == keys["verdict"], "verdict", f"by the lengths that are claimed, the bound is {found}")


def _check_means(
    ensemble: Ensemble, path: Path, square: Fraction, lengths: list[Length], evidence: dict[str, object]
) -> None:
    precisions = integers(obj(evidence, ["precisions"], "evidence", "evidence")["precisions"], "precisions", "it", 0)
    require(len(precisions) == 2 and max(precisions) <= _FINEST, "precisions", f"must be two, up to {_FINEST}")
    spans = [sum((b - a) ** 2 for a, b in zip(p, q, strict=True)) for p, q in pairwise(path.points)]
    den = path.den**2
    found = speeds(ensemble, path.points, path.den)
    time = {q: Fraction(total, 1 << ensemble.count) for q, total in found.items()}
    mean = sum((q * t for q, t in time.items()), Fraction(0)) / den
    require(mean == square, "mean_square", f"claimed {show(square)}, found {show(mean)}")
    identity = Fraction(ensemble.width, 2) ** ensemble.depth * Fraction(sum(spans), den)
    require(mean == identity, "mean_square", f"it is not (k/2)^d times that of the path, {show(identity)}")
    images = [[(q, Fraction(1)) for q in spans], list(time.items())]
    for length, image, precision in zip(lengths, images, precisions, strict=True):
        length.check([_stretch(t, q, den) for q, t in image], precision)


def _stretch(time: Fraction, square: int, den: int) -> Stretch:
    """Make a piece of this duration and squared speed."""
    start, end = (Number(x, x) for x in (Fraction(0), time))
    return Stretch(start, end, (square, den))
