"""A script."""

import sys

import ballast


def total(values):
    return ballast.weigh(*values)


if __name__ == "__main__":
    keel = ballast.Keel(total(int(value) for value in sys.argv[1:]))
    print(keel.double())
