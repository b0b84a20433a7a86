from app.slow import Slow

KINDS = {"slow": Slow}


def kind(name):
    return KINDS[name]


def names():
    return {name: found.__name__ for name, found in KINDS.items()}
