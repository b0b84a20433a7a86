"""The beta distribution."""

from tidestats.quadrature import cumulative


def density(x):
    return x * x * (1 - x) ** 3 * 60


TABLE = cumulative(density, 0.0, 1.0)
