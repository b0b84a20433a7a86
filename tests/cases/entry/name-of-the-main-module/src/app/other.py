import sys


def names():
    return sys.modules["__main__"].framely.__name__


def taken():
    from __main__ import framely

    return framely.__name__
