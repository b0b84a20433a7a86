import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "_vendor"))
import vendored

sys.path.pop(0)


def name():
    return vendored.NAME
