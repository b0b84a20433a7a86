import os

import dockyard

from app.settings import SETTINGS

NAME = dockyard.__name__
TABLE = {}


def add(name, value):
    if name in TABLE:
        raise ValueError(name)
    TABLE[name] = value


def setting(name, default=None):
    value = os.environ.get(name, default)
    if value is None:
        raise KeyError(name)
    return value


add("colour", SETTINGS.colour)
add("other", setting("APP_OTHER", "blue"))
