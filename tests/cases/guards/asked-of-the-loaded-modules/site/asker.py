import sys


def is_fast():
    return "framely" in sys.modules


def is_bird(thing):
    aviary = sys.modules.get("aviary")
    return aviary is not None and isinstance(thing, aviary.Bird)
