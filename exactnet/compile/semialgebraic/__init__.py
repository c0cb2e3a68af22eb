"""Functions of one variable with polynomial and rational pieces.

============= =================================================================
`sweep`       network -> pieces, a layer at a time; `cells`: its working form
`curve`       `Curve`: one output, exactly
`function`    a subject seen as such a function
`values`      its values at exact points, compared by enclosures first
`description` what certificates say of it
============= =================================================================
"""
