hull = "a text"
from .hull import SIZE
before = hull


def size():
    return SIZE, type(hull).__name__, type(before).__name__
