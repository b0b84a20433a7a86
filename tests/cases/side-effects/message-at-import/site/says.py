import sys


def say():
    print("later", file=sys.stderr)
