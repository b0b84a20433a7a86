"""The uniform distribution."""

from tidestats.quadrature import cumulative


def density(x):
    return 1.0 if 0 <= x <= 1 else 0.0


TABLE = cumulative(density, -0.5, 1.5)
