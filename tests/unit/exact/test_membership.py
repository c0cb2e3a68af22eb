"""Numbers inside of number fields, and numbers outside."""

import pytest
from flint import fmpz_poly

from exactnet.exact.algebraic import RealAlgebraic, real_roots
from exactnet.exact.fields import NumberField, common_field
from exactnet.exact.membership import element_of


def root(coefficients, low, high):
    return RealAlgebraic.from_polynomial(coefficients, low, high)


def cosines(n):
    """The zeros of Chebyshev's T_n."""
    return real_roots(fmpz_poly.chebyshev_t(n))


@pytest.mark.parametrize("n", [8, 9, 16])
def test_the_zeros_of_chebyshev_polynomials_lie_in_one_field(n):
    zeros = cosines(n)
    field = NumberField(max(zeros, key=lambda x: len(x.coefficients)))
    for zero in zeros:
        if not zero.is_rational:
            assert element_of(field, zero).algebraic() == zero


def test_what_is_no_element_is_none():
    field = NumberField(root([-2, 0, 0, 0, 1], 1, 2))
    assert element_of(field, root([-2, 0, 1], 1, 2)).coefficients == (0, 0, 1, 0)
    assert element_of(field, root([-3, 0, 1], 1, 2)) is None  # the degree would do
    assert element_of(field, root([-2, 0, 0, 1], 1, 2)) is None


def test_the_conjugate_is_another_number():
    field = NumberField(root([-2, 0, 1], 1, 2))
    assert element_of(field, root([-1, -2, 1], -1, 0)).coefficients == (1, -1)
    assert element_of(field, root([-1, -2, 1], 2, 3)).coefficients == (1, 1)


def test_a_common_field_does_not_change_its_generator_for_what_it_holds():
    zeros = cosines(8)
    field, elements = common_field(zeros)
    assert field.degree == 8
    assert field.generator == zeros[0]
    assert [e.algebraic() for e in elements] == zeros
