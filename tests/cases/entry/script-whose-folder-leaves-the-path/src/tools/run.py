import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
import helper

sys.path.pop(0)


def main():
    print(helper.go())


if __name__ == "__main__":
    main()
