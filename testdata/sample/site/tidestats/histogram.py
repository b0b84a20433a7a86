"""Counts of values in bins of equal width."""


def counts(values, bins):
    low, high = min(values), max(values)
    width = (high - low) / bins or 1.0
    table = [0] * bins
    for value in values:
        table[min(int((value - low) / width), bins - 1)] += 1
    return table
