import argparse

from app.commands.shown import Show
from app.commands.total import run

parser = argparse.ArgumentParser(prog="app")
parser.add_argument("rows")
parser.add_argument("--show", action="store_const", const=True)
parser.set_defaults(func=run, make=Show)


def main(argv):
    args = parser.parse_args(argv)
    if args.show:
        args.make(args)
        return f"{args}".split(" at ")[0]
    print(args.func.__doc__)
    return args.func(args)
