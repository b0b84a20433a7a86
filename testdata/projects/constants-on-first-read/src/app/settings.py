"""Settings."""
from string import Template
from typing import Union

from ballast import Keel, weigh

__all__ = ["GREETING", "KINDS"]

WORD = "hello"
GREETING = Template("$word, $name")  # said first
KINDS = [Keel, None]
PAIR = (GREETING, WORD)
AnyKeel = Union[Keel, None]
add = weigh


def greet(name):
    """Greets."""
    return GREETING.substitute(word=WORD, name=name)


def kinds():
    def inner():
        return [kind and kind.__name__ for kind in KINDS]

    return inner()


def pair():
    return PAIR
