import sys


def sibling(f, name):
    return getattr(sys.modules[f.__module__], name)
