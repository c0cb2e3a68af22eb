"""The homology of decision regions: what rule ``betti`` and the bounds on Betti numbers check."""
