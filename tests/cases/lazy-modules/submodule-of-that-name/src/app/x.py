import heavy

SIZE = heavy.VALUE


def x():
    return SIZE
