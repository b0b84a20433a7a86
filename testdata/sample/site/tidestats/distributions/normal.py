"""The normal distribution."""

import math

from tidestats.quadrature import cumulative


def density(x):
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


TABLE = cumulative(density, -6.0, 6.0)
