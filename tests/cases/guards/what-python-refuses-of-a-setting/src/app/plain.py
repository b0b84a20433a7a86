import os

import aviary

NAME = aviary.__name__
TABLE = {"a": 1, "b": 2}
ROW = TABLE.get(os.environ.get("APP_ROW", "a"), TABLE["b"])
KEY, _, REST = os.environ.get("APP_PAIR", "a=b").partition("=")


def row():
    return ROW
