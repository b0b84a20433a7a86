import heavy

SIZE = heavy.VALUE


def size():
    return SIZE
