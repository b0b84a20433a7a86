import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "_vendor"))
import lib
from lib import core
from lib.core import run


def main():
    return [run([1]), core.run([2]), lib.core.run([3])]
