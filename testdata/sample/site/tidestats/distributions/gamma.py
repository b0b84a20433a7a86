"""The gamma distribution."""

import math

from tidestats.quadrature import cumulative


def density(x):
    return x ** 2.5 * math.exp(-x) / math.gamma(3.5)


TABLE = cumulative(density, 0.0, 20.0)
