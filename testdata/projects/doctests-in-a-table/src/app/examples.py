"""Examples.

>>> Keel(2).double()
Keel(4)
"""

import ballast
from ballast import Keel

__test__ = {"weigh": ">>> ballast.weigh(1, 2)\n3\n"}


def double(weight):
    """
    >>> double(3) == Keel(6)
    True
    """
    return Keel(ballast.weigh(weight, weight))
