"""Where everything stands in a picture: pure geometry. Templates in `charts/` draw it.

A unit is about a pixel. A picture comes in two sizes, so that letters keep their size on a phone.
"""

WIDE = 680
NARROW = 330
