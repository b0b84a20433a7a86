import inspect


def sibling(f, name):
    return inspect.getmodule(f).__dict__[name]
