import os

from ferry.screen import Screen


def mode():
    return os.environ.get("FERRY_MODE")


def main():
    return Screen().name
