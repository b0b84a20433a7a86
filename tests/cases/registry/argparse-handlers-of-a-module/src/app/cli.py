import argparse
import asyncio

import app.commands.more as more
from app.commands import total


def add(sub, name, run, *, help=None):
    made = sub.add_parser(name, help=help)
    made.add_argument("rows", nargs="?", default="1")
    made.set_defaults(run=run)


def build():
    parser = argparse.ArgumentParser(prog="app")
    sub = parser.add_subparsers(dest="command")
    add(sub, "total", total.run, help="add up")
    for name, call in [("first", total.first), ("steps", more.steps)]:
        add(sub, name, call)
    add(sub, "wait", run=more.run)
    return parser


parser = build()


def main(argv):
    args = parser.parse_args(argv)
    run = args.run
    if args.command == "wait":
        return asyncio.run(run(args))
    if args.command == "first":
        return run(args, scale=2)
    found = run(args)
    return list(found) if args.command == "steps" else found
