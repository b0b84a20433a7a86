import hv


def size():
    return hv.SIZE
