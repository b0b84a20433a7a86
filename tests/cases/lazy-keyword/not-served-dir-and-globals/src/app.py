import heavy


def size():
    return heavy.VALUE


NAMES = dir()


def values():
    return {n: globals()[n] for n in NAMES}['heavy'].VALUE
