"""The binomial distribution."""

import math

from tidestats.quadrature import cumulative


def density(x):
    return math.comb(24, int(x * 24)) * 0.5 ** 24 * 24


TABLE = cumulative(density, 0.0, 1.0)
