import contextlib
import os
import sys


@contextlib.contextmanager
def vendored():
    sys.path.insert(0, os.path.join(os.path.dirname(__file__), "vendor"))
    try:
        yield
    finally:
        del sys.path[0]


with vendored():
    import lib


def size():
    return lib.VALUE
