import sys

import asker
import aviary
import framely
import heavy

from app import other, parts


def loaded(name):
    return any(known == name or known.startswith(name + ".") for known in sys.modules)


def main():
    print(asker.is_fast(), asker.is_bird(1), loaded("heavy"))
    print([name for name in vars(parts) if not name.startswith("_")])


def more():
    return framely.read("1"), heavy.VALUE, other.size(), aviary.Bird()
