import os

from lib import thing
from lib2 import other


def mode():
    return os.environ.get("LIB_MODE")


def main():
    return thing(), other()
