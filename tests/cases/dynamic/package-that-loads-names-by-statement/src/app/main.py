import os

from lib2 import thing
from lib import other


def mode():
    return os.environ.get("LIB_MODE")


def main():
    return thing(), other()
