"""Integrals by Simpson's rule."""


def cumulative(density, low, high, steps=2400):
    """The integral of `density` from `low` to each of `steps` points."""
    width = (high - low) / steps
    total, table = 0.0, []
    left = density(low)
    for step in range(steps):
        start = low + step * width
        right = density(start + width)
        total += width / 6 * (left + 4 * density(start + width / 2) + right)
        table.append((start + width, total))
        left = right
    return table
