"""A stand-in for a heavy package; every project has it, like everything in this folder, on its path."""

from ballast.errors import Leak

__version__ = "4.2"
LIMIT = 7


class Keel:
    def __init__(self, weight=1):
        self.weight = weight

    def __repr__(self):
        return f"Keel({self.weight})"

    def __eq__(self, other):
        return isinstance(other, Keel) and self.weight == other.weight

    def double(self):
        return Keel(self.weight * 2)


def weigh(*values):
    return sum(values)


def check(value):
    if value > LIMIT:
        raise Leak(f"{value} is more than {LIMIT}")
    return value
