"""`harbor deploy`."""

from __future__ import annotations

import hullpack

from harbor.cloud import connect, start
from harbor.images import build_image
from harbor.settings import Settings


def add_arguments(commands) -> None:
    parser = commands.add_parser("deploy", help="build an image and start a machine with it")
    parser.add_argument("name")
    parser.add_argument("--image", default="harbor/base")
    parser.add_argument("--step", action="append", default=[], help="a command to run while building")
    parser.set_defaults(run=run)


def run(settings: Settings, arguments) -> int:
    try:
        digest = build_image(arguments.image, arguments.step)
    except hullpack.BuildError as error:
        print(f"build failed: {error}")
        return 2
    vessel = start(connect(settings), arguments.name, digest)
    print(f"{vessel.name} runs {digest} at {vessel.berth}")
    return 0
