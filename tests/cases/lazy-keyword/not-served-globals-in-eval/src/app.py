import heavy


def size():
    return heavy.VALUE


def values():
    return eval("globals()['hea' + 'vy'].VALUE")
