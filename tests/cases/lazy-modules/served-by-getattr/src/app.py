import heavy


def size():
    return heavy.VALUE

def part(name):
    import sys

    here = sys.modules[__name__]
    return hasattr(here, name) and getattr(here, name).VALUE
