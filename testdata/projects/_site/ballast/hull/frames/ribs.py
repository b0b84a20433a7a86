COUNT = 12


def count(hulls):
    return hulls * COUNT
