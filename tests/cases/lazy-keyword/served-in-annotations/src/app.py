import inspect
import typing

from heavy import Thing


def grow(thing: Thing) -> "Thing":
    return thing


class Box:
    inside: Thing


def hints():
    return typing.get_type_hints(grow), typing.get_type_hints(Box), inspect.signature(grow)
