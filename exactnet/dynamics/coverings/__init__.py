"""Partitions of an interval, and what their intervals cover.

=========== =========================================================
`partition` by orbits of turning points; the covering matrix
`words`     closed words of its graph
`spectral`  the growth of such matrices, from both sides
`resolvent` linear systems with them, in linear time
`growth`    the growth number
=========== =========================================================
"""
