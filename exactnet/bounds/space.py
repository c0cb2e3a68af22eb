"""A network with several inputs on a domain, with everything that bounds ask about it, each computed once, when first asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from flint import fmpq

from exactnet.certs import Fragment
from exactnet.compile.places import Place
from exactnet.compile.polyhedral import MAX_CELLS, MAX_DIMENSION, PolyhedralComplex, compile_complex
from exactnet.compile.refinement import CellProgress
from exactnet.complexes import (
    JacobianRanks,
    RegionSearch,
    activation_regions,
    cell_evidence,
    jacobian_ranks,
    search_regions,
)
from exactnet.errors import NotAttemptedError, TimeLimitError, UndecidedError
from exactnet.model import Network
from exactnet.topology import BettiNumbers, Stability, betti_numbers, stability_of

__all__ = ["Space"]

_Compiled = TypeVar("_Compiled")


class Space:
    """What is verified of a network with several inputs.

    Parameters
    ----------
    network, domain
        The network, and where.
    max_cells
        Limit on cells, or on regions beyond six inputs.
    jobs
        Processes to use, where the work can be shared out.

    Examples
    --------
    >>> from exactnet.compile.box import Box
    >>> from exactnet.model import Abs
    >>> Space(Network.of(2, [Abs()]), Box.parse("all", 2)).activation_regions
    4
    """

    def __init__(
        self,
        network: Network,
        domain: Place,
        *,
        max_cells: int = MAX_CELLS,
        jobs: int = 1,
        progress: CellProgress | None = None,
    ) -> None:
        self.network, self.domain = network, domain
        self._max_cells, self._jobs, self._progress = max_cells, jobs, progress
        self._too_large: str | None = None
        self._searched: RegionSearch | NotAttemptedError | None = None

    def _within_limits(self, compile_: Callable[[], _Compiled]) -> _Compiled:
        """Compile; what is too large is found out once, not each time it is asked for."""
        if self._too_large is not None:
            raise UndecidedError(self._too_large)
        try:
            return compile_()
        except (TimeLimitError, NotAttemptedError):
            raise
        except UndecidedError as error:
            self._too_large = str(error)
            raise

    @cached_property
    def complex(self) -> PolyhedralComplex:
        """The compiled complex (2 to 6 inputs); UndecidedError if it has too many cells."""
        return self._within_limits(
            lambda: compile_complex(self.network, self.domain, max_cells=self._max_cells, progress=self._progress)
        )

    @property
    def search(self) -> RegionSearch:
        """The regions found depth first, with evidence (any number of inputs); UndecidedError if they are too many."""
        if not isinstance(self._searched, RegionSearch):
            self._searched = self._search(None)
        return self._searched

    def search_briefly(self, effort: int) -> None:
        """Make `search`; NotAttemptedError, then and later, if it takes more effort than this."""
        if self._searched is None:
            try:
                self._searched = self._search(effort)
            except NotAttemptedError as error:
                self._searched = NotAttemptedError(str(error))  # without the traceback, which holds the search
        if isinstance(self._searched, NotAttemptedError):
            raise self._searched

    def _search(self, effort: int | None) -> RegionSearch:
        return self._within_limits(
            lambda: search_regions(
                self.network,
                self.domain,
                max_regions=self._max_cells,
                jobs=self._jobs,
                evidence=True,
                progress=self._region_progress,
                effort=effort,
            )
        )

    def _region_progress(self, regions: int) -> None:
        if self._progress is not None:
            self._progress(regions, 0, 0, 0)

    @cached_property
    def activation_regions(self) -> int:
        """Number of activation regions."""
        by_cells = self.network.inputs <= MAX_DIMENSION
        return activation_regions(self.complex) if by_cells else self.search.activation_regions

    @cached_property
    def evidence(self) -> Fragment:
        """Evidence of the number of activation regions."""
        return cell_evidence(self.complex) if self.network.inputs <= MAX_DIMENSION else self.search.tree

    @cached_property
    def jacobian_ranks(self) -> JacobianRanks:
        """The ranks of the layers' Jacobian matrices (2 to 6 inputs)."""
        return jacobian_ranks(self.complex)

    @cached_property
    def sublevel(self) -> BettiNumbers:
        """The homology of {F <= 0} (2 to 6 inputs, one output); UndecidedError if there are too many cells."""
        return self._within_limits(
            lambda: betti_numbers(self.network, self.domain, max_cells=self._max_cells, progress=self._progress)
        )

    @cached_property
    def stability(self) -> Stability:
        """Whether {F <= 0} is stable on its bounded domain (relu networks of 2 to 6 inputs, one output), and a radius."""
        return stability_of(self.sublevel.complex, self.network, fmpq(0), (0,))
