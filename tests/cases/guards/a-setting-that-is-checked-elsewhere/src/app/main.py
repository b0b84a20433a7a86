import sys

from app import colours, levels, sizes


def main():
    print("start")
    if "all" in sys.argv:
        print(levels.NAME, sizes.NAME, colours.NAME)
    return 0
