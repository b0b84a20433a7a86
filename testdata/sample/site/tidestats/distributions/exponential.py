"""The exponential distribution."""

import math

from tidestats.quadrature import cumulative


def density(x):
    return math.exp(-x)


TABLE = cumulative(density, 0.0, 12.0)
