"""A number field inside a larger one: where its elements, and polynomials over it, go."""

from __future__ import annotations

from dataclasses import dataclass

from exactnet.exact.field_polynomials import FieldPolynomial, Polynomial
from exactnet.exact.fields import Element, NumberField, Scalar, common_field, moved

__all__ = ["Embedding", "embeddings"]


@dataclass(frozen=True, eq=False)
class Embedding:
    """A field (None for Q) as a part of another.

    Attributes
    ----------
    field
        The larger field; None for Q.
    theta
        The generator of the smaller field there; None if that is Q.
    """

    field: NumberField | None
    theta: Element | None

    def scalar(self, value: Scalar) -> Scalar:
        """The same number in the larger field; rationals stay as they are."""
        return value if self.theta is None else moved(value, self.theta)

    def polynomial(self, p: Polynomial) -> Polynomial:
        """The same polynomial over the larger field."""
        return p if self.field is None else FieldPolynomial.of(self.field, [self.scalar(c) for c in p.coeffs()])


def embeddings(first: NumberField | None, second: NumberField | None) -> tuple[Embedding, Embedding]:
    """Two fields inside the one that they generate together.

    Examples
    --------
    >>> from exactnet.exact.algebraic import RealAlgebraic
    >>> two, three = (NumberField(RealAlgebraic.from_polynomial([-n, 0, 1], 1, 2)) for n in (2, 3))
    >>> one, other = embeddings(two, three)
    >>> one.field.degree, one.scalar(two.theta) * other.scalar(three.theta) > 2
    (4, True)
    """
    given = [field for field in (first, second) if field is not None]
    larger, images = common_field([field.generator for field in given])
    thetas = iter(images)
    one, other = (Embedding(larger, None if field is None else next(thetas)) for field in (first, second))
    return one, other
