import heavy
from heavy import make


def size():
    return make(heavy.VALUE).size
