"""The student distribution."""

import math

from tidestats.quadrature import cumulative


def density(x):
    return math.gamma(3) / (math.sqrt(5 * math.pi) * math.gamma(2.5)) * (1 + x * x / 5) ** -3


TABLE = cumulative(density, -12.0, 12.0)
