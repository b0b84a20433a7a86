import os

import framely

NAME = framely.__name__
TABLE = {"a": 1, "b": 2}
ROW = TABLE[os.environ.get("APP_ROW", "a")]


def row():
    return ROW
