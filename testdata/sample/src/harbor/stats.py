"""Numbers about a fleet. `tidestats` is optional: without it there is a mean and nothing else."""

from __future__ import annotations

try:
    import tidestats
except ImportError:
    tidestats = None


def mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def describe(values: list[float]):
    if tidestats is None:
        return None
    return tidestats.summarise(values)
