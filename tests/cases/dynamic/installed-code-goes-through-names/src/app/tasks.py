from hv import lint


def use():
    return lint
