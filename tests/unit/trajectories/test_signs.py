"""The mean over all sign networks: what is refused, and the certificate's form."""

from __future__ import annotations

import pytest

import exactnet as xn


def test_the_certificate_names_the_ensemble() -> None:
    found = xn.sign_ensemble([1, 0], [0, 1], width=2, depth=2)
    document = found.certificate.document()
    assert document["subject"]["ensemble"] == {
        "format": "exactnet-ensemble/1",
        "inputs": 2,
        "width": 2,
        "depth": 2,
        "weights": "signs",
    }
    assert document["claim"]["base_squared"] == "4/3"
    assert document["evidence"] == {"precisions": [found.path_length.bits, found.mean_length.bits]}


@pytest.mark.parametrize(
    ("points", "options"),
    [
        ([[1], [2]], {}),
        ([[1, 0], [2, 0]], {}),
        ([[0, 0], [1, 0]], {}),
        ([[1, 0], [0, 1]], {"width": 0}),
        ([[1, 0], [0, 1]], {"depth": 0}),
        ([[1, 0], [0, 1]], {"constant": 0}),
        ([[1, 0], [0, 2**64]], {}),
        ([[1, 0], [0, 1, 2]], {}),
    ],
)
def test_what_does_not_fit_the_theorem_is_refused(points, options) -> None:
    with pytest.raises(xn.InputError):
        xn.sign_ensemble(*points, **{"width": 2, **options})


@pytest.mark.parametrize("shape", [{"width": 4, "depth": 3}, {"width": 2, "depth": 5}, {"width": 2, "depth": 10**6}])
def test_too_many_networks_are_undecided(shape) -> None:
    with pytest.raises(xn.UndecidedError, match="too many"):
        xn.sign_ensemble([1, 0], [0, 1], **shape)


def test_more_digits_are_taken_where_few_do_not_decide() -> None:
    known = xn.sign_ensemble([1, 0], [0, 1], width=2, digits=30)
    # a constant so close to the quotient of the two that one digit does not tell
    close = known.stretch[0] ** 2 / known.ensemble.base_squared
    numerator = (close * 10**12).floor().isqrt()
    found = xn.sign_ensemble([1, 0], [0, 1], width=2, constant=f"{numerator}/{10**6}", digits=1)
    assert (found.verdict, found.digits) == ("proved", 8)
