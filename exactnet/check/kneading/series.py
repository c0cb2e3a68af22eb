"""Power series modulo t^n with coefficients modulo a power of 2, packed into one integer each.

Coefficients stand side by side in fields so wide that a product of two series is one product of integers, and the
coefficients of the result are reduced, all at once, by masking (Kronecker substitution).
"""

from __future__ import annotations

from collections.abc import Sequence

Series = int


class Ring:
    """The series modulo t^n with coefficients modulo 2^bits.

    Parameters
    ----------
    terms, bits : int
        n, and the logarithm of the modulus.

    Examples
    --------
    >>> ring = Ring(4, 8)
    >>> ring.coefficients(ring.inverse(ring.pack([1, -2])))
    [1, 2, 4, 8]
    """

    def __init__(self, terms: int, bits: int) -> None:
        self.terms = terms
        self._bits = bits
        self._bytes = (2 * bits + terms.bit_length()) // 8 + 1
        ones = self._join([1] * terms)
        self._top = ones << bits
        self._mask = self._top - ones

    def _join(self, fields: Sequence[int]) -> int:
        return int.from_bytes(b"".join(x.to_bytes(self._bytes, "little") for x in fields), "little")

    def pack(self, coefficients: Sequence[int]) -> Series:
        """Make a series of its first coefficients."""
        modulus = (1 << self._bits) - 1
        return self._join([c & modulus for c in coefficients[: self.terms]])

    def coefficients(self, series: Series) -> list[int]:
        """List the coefficients, between -2^(bits - 1) and 2^(bits - 1)."""
        size, half, full = self._bytes, 1 << (self._bits - 1), 1 << self._bits
        row = series.to_bytes(size * self.terms, "little")
        fields = [int.from_bytes(row[i : i + size], "little") for i in range(0, len(row), size)]
        return [x if x < half else x - full for x in fields]

    def subtract(self, a: Series, b: Series) -> Series:
        """Give a - b."""
        return (a + (self._top - b)) & self._mask

    def multiply(self, a: Series, b: Series) -> Series:
        """Give the product."""
        return (a * b) & self._mask

    def inverse(self, a: Series) -> Series:
        """Invert a series with the constant term 1, by Newton's method: every step doubles the known terms."""
        known, result = 1, 1
        while known < self.terms:
            known = min(2 * known, self.terms)
            mask = self._mask & ((1 << (8 * self._bytes * known)) - 1)
            error = (a & mask) * result & mask
            # 2 - a x, and the next x
            two = (2 + (self._top - error)) & mask
            result = result * two & mask
        return result


def determinant(ring: Ring, rows: list[list[Series]]) -> Series:
    """Give the determinant of a square matrix of series.

    At t = 0 the matrix is triangular with ones on the diagonal, so no pivot has to be looked for: each has the constant
    term 1.

    >>> ring = Ring(3, 8)
    >>> one, t = ring.pack([1]), ring.pack([0, 1])
    >>> ring.coefficients(determinant(ring, [[one, t], [t, one]]))
    [1, 0, -1]
    """
    result = ring.pack([1])
    rows = [list(row) for row in rows]
    while rows:
        pivot, *head = rows.pop(0)
        result = ring.multiply(result, pivot)
        if not rows:
            break
        inverse = ring.inverse(pivot)
        scaled = [ring.multiply(inverse, x) if x else 0 for x in head]
        for i, (factor, *rest) in enumerate(rows):
            if factor:
                rest = [
                    ring.subtract(x, ring.multiply(factor, y)) if y else x for x, y in zip(rest, scaled, strict=True)
                ]
            rows[i] = rest
    return result
