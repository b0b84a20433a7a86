"""Ships."""

import argparse
import sys

from app.commands import boxes
from app.commands.images import list_images, remove_image
from app.commands.report import run as report

REPORTS = {"short": report}


def build_parser():
    parser = argparse.ArgumentParser(prog="app", description="All about ships.")
    parser.add_argument("--loud", action="store_true", help="say more")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")

    images = commands.add_parser("images", help="manage images", description="Manage images.").add_subparsers(dest="what", required=True)
    listing = images.add_parser("ls", help="list images")
    listing.add_argument("--size", type=int, default=3)
    listing.set_defaults(func=list_images)
    removing = images.add_parser("remove", help="remove one", aliases=["rm"])
    removing.add_argument("name", choices=["a", "b"])
    removing.set_defaults(func=remove_image)

    packing = commands.add_parser("pack", help="pack one box", epilog="Boxes are heavy.")
    packing.add_argument("n", type=int, nargs="?")
    packing.set_defaults(func=boxes.pack)

    reporting = commands.add_parser("report")
    reporting.add_argument("kind", choices=sorted(REPORTS))
    reporting.set_defaults(func=print_report)
    return parser


def print_report(args):
    return REPORTS[args.kind](args)


def main(argv=None):
    parser = build_parser()
    args = parser.parse_args(argv)
    func = getattr(args, "func", None)
    if func is None:
        parser.print_help()
        return 1
    return func(args)


if __name__ == "__main__":
    sys.exit(main())
