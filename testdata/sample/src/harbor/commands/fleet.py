"""`harbor fleet`."""

from __future__ import annotations

from harbor.cloud import connect, fetch_fleet
from harbor.formatting import table
from harbor.settings import Settings


def add_arguments(commands) -> None:
    parser = commands.add_parser("fleet", help="list the vessels")
    parser.set_defaults(run=run)


def run(settings: Settings, arguments) -> int:
    fleet = fetch_fleet(connect(settings), settings.limit)
    print(table([("vessel", "berth", "load")] + [(v.name, v.berth, f"{v.load:.1f}") for v in fleet.vessels]))
    return 0
