import os

import framely

NAME = framely.__name__
with open(os.path.join(os.path.dirname(__file__), "table.txt")) as table:
    ROWS = table.read().split()


def first():
    return ROWS[0]
