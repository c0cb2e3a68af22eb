"""The homology of decision regions, and of their images: what the rules and the bounds on Betti numbers check.

=============  ==============================================================
``decision``   the cells of the extended network, and the faces of a region
``incidence``  incidence numbers of faces
``steps``      members added one by one or in pairs
``smith``      invariant factors of the matrices that are left
``groups``     the homology groups
``pieces``     the pieces of the image of a region
``nerve``      their nerve
=============  ==============================================================
"""
