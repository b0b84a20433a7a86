from .deep.hull import SIZE


def size():
    return SIZE
