"""dormant defers a Python program's heavy imports until something needs them.

This package holds the program itself, which is no Python: run it as ``dormant`` or ``python -m dormant``.
"""

from ._find import find_binary

__all__ = ["find_binary"]
