import framely


def load():
    return framely.__name__
