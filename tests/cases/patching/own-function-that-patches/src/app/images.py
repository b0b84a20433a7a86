from hv import load


def show():
    return load()
