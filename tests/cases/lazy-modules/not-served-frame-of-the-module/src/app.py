import heavy


def size():
    return heavy.VALUE


def caller():
    import sys
    return sys._getframe(1).f_locals['heavy'].VALUE


TOP = caller()
