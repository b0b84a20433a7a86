import sys


def names_of(module):
    return sorted(name for name in vars(module) if not name.startswith("_"))


def fill(text):
    frame = sys._getframe(1)
    return text.format_map({**frame.f_globals, **frame.f_locals})


def where():
    return sys._getframe(1).f_globals["__name__"]
