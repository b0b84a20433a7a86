import heavy


def size():
    return heavy.VALUE


def values():
    return size.__globals__['heavy'].VALUE
