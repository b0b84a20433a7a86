import framely


def names():
    return framely.__name__
