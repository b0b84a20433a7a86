import sys

import ballast
from ballast import hull
from ballast.errors import Leak


def main(arguments):
    match arguments:
        case ["limit", *more] if more:
            return ballast.LIMIT, more
        case ["sides"]: return hull.SIDES
        case ["check", value]:
            try:
                return ballast.check(int(value))
            except Leak as leak:
                return str(leak)
        case _:
            return "limit | sides | check"


def nested(flag, values):
    if flag == "sum":
        for value in values:
            if value:
                yield ballast.weigh(value)
    elif flag == "later":

        def later(value):
            return ballast.weigh(value, hull.SIDES)

        yield from map(later, values)
    else: yield from (hull.SIDES for _ in values)


if __name__ == "__main__":
    print(main(sys.argv[1:]))
