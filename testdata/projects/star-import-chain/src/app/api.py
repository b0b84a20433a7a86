from app.core import *
from app.core import __all__ as _core

__all__ = [*_core, "own"]


def own():
    return weigh(1, Keel(2).weight)
