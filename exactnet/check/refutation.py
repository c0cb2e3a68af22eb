"""Trees that show that no point satisfies some conditions: cases, bounds on units, and contradictions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from exactnet.check.reader import array, integer, obj, rational
from exactnet.check.unfolding import ONE, Form, Unfolding, combine
from exactnet.check.verdict import Rejected, require


class Tree:
    """Reads one tree.

    Parameters
    ----------
    unfolding : Unfolding
        The variables.
    conditions : sequence of Form
        What is >= 0 to begin with.
    strict : set of int
        The indices of the conditions that are > 0.
    """

    def __init__(self, unfolding: Unfolding, conditions: Sequence[Form], strict: set[int]) -> None:
        self._arguments, self._unfolding = unfolding.arguments, unfolding
        self._conditions, self._strict = list(conditions), strict

    def check(self, value: object, name: str) -> None:
        """Check that the tree refutes the conditions."""
        # Subtrees that wait: how many conditions lead there, and those that come in addition.
        waiting: list[tuple[int, list[Form]]] = [(len(self._conditions), [])]
        for i, node in enumerate(array(value, "tree", name)):
            place = f"{name}: node {i}"
            require(len(waiting) > 0, "tree", f"{place} is one too many")
            count, more = waiting.pop()
            del self._conditions[count:]
            self._conditions += more
            if isinstance(node, dict) and "split" in node:
                k = self._unit(obj(node, ["split"], "tree", place)["split"], place)
                u, v = self._arguments[k - 1], self._unfolding.variable(k)
                here = len(self._conditions)
                waiting.append((here, [u, combine([(1, u), (-1, v)])]))
                waiting.append((here, [combine([(-1, u)]), combine([(-1, v)])]))
            elif isinstance(node, dict) and "unit" in node:
                waiting.append((len(self._conditions), self._bounds(node, place)))
            else:
                self._contradiction(node, place)
        require(not waiting, "tree", f"{name} ends early")

    def _unit(self, value: object, place: str) -> int:
        k = integer(value, "tree", f"{place}: a unit", 1)
        require(k <= len(self._arguments), "tree", f"{place}: there is no such unit")
        return k

    def _bounds(self, node: dict[str, object], place: str) -> list[Form]:
        """Give the conditions that bounds on a unit add."""
        keys = obj(node, ["unit", "lower", "upper"], "tree", place)
        k = self._unit(keys["unit"], place)
        u, v = self._arguments[k - 1], self._unfolding.variable(k)
        low, high = self._bound(keys["lower"], u, 1, place), self._bound(keys["upper"], u, -1, place)
        require(low is not None or high is not None, "tree", f"{place}: there is no bound")
        added: list[Form] = []
        if low is not None:
            added.append(combine([(1, u), (-low, {0: ONE})]))
        if high is not None:
            added.append(combine([(high, {0: ONE}), (-1, u)]))
        if low is not None and high is not None:
            require(low <= high, "tree", f"{place}: the lower bound is more than the upper one")
        if high is not None and high <= 0:
            added.append(combine([(-1, v)]))
        elif low is not None and low >= 0:
            added.append(combine([(1, u), (-1, v)]))
        elif low is not None and high is not None:
            added.append(combine([(high, u), (-high * low, {0: ONE}), (low - high, v)]))
        return added

    def _bound(self, value: object, u: Form, sign: int, place: str) -> Fraction | None:
        """Read a bound, which a combination of conditions shows; with sign -1 an upper one."""
        if value is None:
            return None
        parts = array(value, "tree", f"{place}: a bound")
        require(len(parts) == 2, "tree", f"{place}: a bound must be a number and a combination")
        end = rational(parts[0], "tree", f"{place}: a bound")
        rest = combine([(sign, u), (-sign * end, {0: ONE}), (-1, self._combination(parts[1], place)[0])])
        require(not rest.keys() - {0}, "multipliers", f"{place}: the combination is not the unit less its bound")
        require(rest.get(0, 0) >= 0, "multipliers", f"{place}: the constant that is left is negative")
        return end

    def _contradiction(self, node: object, place: str) -> None:
        keys = obj(node, ["contradiction"], "tree", place)
        total, strict = self._combination(keys["contradiction"], place)
        require(not total.keys() - {0}, "multipliers", f"{place}: the combination is not constant")
        c = total.get(0, Fraction(0))
        require(c < 0 or (c == 0 and strict), "multipliers", f"{place}: the combination is no contradiction")

    def _combination(self, value: object, place: str) -> tuple[Form, bool]:
        """Read a combination of conditions: its form, and whether one of them is strict."""
        terms: list[tuple[Fraction, Form]] = []
        last, strict = -1, False
        for item in array(value, "tree", f"{place}: a combination"):
            pair = array(item, "tree", f"{place}: a multiplier")
            if len(pair) != 2:
                raise Rejected("tree", f"{place}: a multiplier must be a pair [i, y]")
            i = integer(pair[0], "tree", f"{place}: a condition")
            y = rational(pair[1], "tree", f"{place}: a multiplier")
            require(last < i < len(self._conditions), "tree", f"{place}: indices increase to existing conditions")
            require(y > 0, "tree", f"{place}: a multiplier is not positive")
            terms.append((y, self._conditions[i]))
            last, strict = i, strict or i in self._strict
        return combine(terms), strict
