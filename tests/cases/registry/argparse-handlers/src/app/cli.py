"""A program whose parser is built when it is imported."""

import argparse

from app.commands.plots import BarsCommand
from app.commands.total import fail, run


def build_parser():
    parser = argparse.ArgumentParser(prog="app", description=__doc__)
    sub = parser.add_subparsers(title="commands")
    total = sub.add_parser("total", aliases=["sum"], help="add rows up")
    total.add_argument("rows", help="numbers")
    total.set_defaults(func=run)
    failing = sub.add_parser("fail")
    failing.add_argument("rows")
    failing.set_defaults(func=fail)
    bars = sub.add_parser("bars", help="draw rows")
    bars.add_argument("rows")
    bars.set_defaults(make=BarsCommand)
    return parser


PARSER = build_parser()


def main(argv):
    args = PARSER.parse_args(argv)
    if hasattr(args, "make"):
        return args.make(args, limit=7)()
    func = getattr(args, "func", None)
    if func is None:
        PARSER.print_usage()
        return 1
    return func(args)
