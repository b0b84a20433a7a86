import sys

import strict

from app import modes, plain, settings


def main():
    print("started")
    if len(sys.argv) > 1:
        print(settings.TOKEN, modes.MODE, plain.NAME, strict.VALUE)
