from heavy import VALUE, make


def size():
    return make(VALUE).size
