from importlib import import_module as load

BASE = "plugins"


def find(name):
    return load(BASE + "." + name)
