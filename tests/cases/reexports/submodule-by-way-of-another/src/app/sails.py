from app import hull


def size():
    return hull.SIZE
