from .hull import SIZE


def hull():
    return SIZE
