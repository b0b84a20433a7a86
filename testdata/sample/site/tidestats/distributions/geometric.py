"""The geometric distribution."""

from tidestats.quadrature import cumulative


def density(x):
    return 0.3 * 0.7 ** int(x)


TABLE = cumulative(density, 0.0, 40.0)
