"""Exact algebra of one real variable: numbers, polynomials, and their roots.

===============  ==========================================================
``numbers``      integers, fractions, elements of a field Q(theta)
``polynomials``  arithmetic of polynomials over them
``sturm``        numbers of roots in intervals
``residues``     polynomials modulo another one
``intervals``    interval arithmetic in fixed point
``reading``      numbers as certificates write them
``isolation``    roots, enclosed as closely as is wanted
``points``       numbers of the field, and roots of polynomials over it
===============  ==========================================================
"""
