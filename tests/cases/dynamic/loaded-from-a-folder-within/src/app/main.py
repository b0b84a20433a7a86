import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "_vendor"))
import lib.core


def main():
    return "Frame" in vars(lib.core)
