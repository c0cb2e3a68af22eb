"""Inequalities in one line."""

import pytest

from exactnet import InputError
from exactnet.smt import parse_inequality


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("F<=c".replace("c", "1/2"), "-y_0 + 1/2 >= 0"),
        ("F > -0.25", "y_0 + 1/4 > 0"),
        ("2 F - 1/3*X_1 < 4 - F", "1/3 x_1 - 3 y_0 + 4 > 0"),
        ("1e-1 >= Y_0", "-y_0 + 1/10 >= 0"),
        ("-X_0 >= F + F", "-x_0 - 2 y_0 >= 0"),
    ],
)
def test_meaning(text, meaning):
    assert repr(parse_inequality(text, 2, 1)) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "",
        "F",
        "F <= 1 <= 2",
        "F == 1",
        "F <=",
        "<= 1",
        "F <= G",
        "F F <= 1",
        "Y_1 <= 0",
        "X_2 <= 0",
        "F + <= 1",
        "1/0 < F",
    ],
)
def test_faults(text):
    with pytest.raises(InputError):
        parse_inequality(text, 2, 1)


def test_f_is_the_only_output():
    with pytest.raises(InputError, match="name one"):
        parse_inequality("F <= 1", 1, 2)
