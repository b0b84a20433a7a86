"""What all widgets share: a table of key bindings for each class."""

import itertools

MODIFIERS = ("", "ctrl", "alt", "shift")
KEYS = tuple("abcdefghijklmnopqrstuvwxyz") + ("up", "down", "left", "right", "enter", "escape", "tab", "home", "end")


def bindings(name):
    table = {}
    for first, second, key in itertools.product(MODIFIERS, MODIFIERS, KEYS):
        if first < second or not first:
            table["+".join(part for part in (first, second, key) if part)] = f"{name}_{key}"
    return table


class Widget:
    bindings = {}

    def __init_subclass__(cls):
        cls.bindings = bindings(cls.__name__.lower())

    def __init__(self, palette):
        self.palette = palette

    def lines(self):
        return []
