"""`harbor watch`."""

from __future__ import annotations

import decktui

from harbor.cloud import connect, fetch_fleet
from harbor.screens.board import Board
from harbor.settings import Settings


def add_arguments(commands) -> None:
    parser = commands.add_parser("watch", help="a board of all vessels")
    parser.add_argument("--light", action="store_true", help="black on white")
    parser.set_defaults(run=run)


def run(settings: Settings, arguments) -> int:
    fleet = fetch_fleet(connect(settings), settings.limit)
    return decktui.show(Board(fleet, dark=not arguments.light))
