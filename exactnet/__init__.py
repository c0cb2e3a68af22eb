"""exactnet: exact verification of expressivity bounds for neural networks."""

from exactnet._version import __version__

__all__ = ["__version__"]
