"""The weibull distribution."""

import math

from tidestats.quadrature import cumulative


def density(x):
    return 1.5 * math.sqrt(x) * math.exp(-(x ** 1.5))


TABLE = cumulative(density, 0.0, 8.0)
