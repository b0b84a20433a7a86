"""`harbor inspect`."""

from __future__ import annotations

from harbor.cloud import connect, fetch_fleet
from harbor.settings import Settings
from harbor.signals import hoist


def add_arguments(commands) -> None:
    parser = commands.add_parser("inspect", help="show one vessel")
    parser.add_argument("name")
    parser.set_defaults(run=run)


def run(settings: Settings, arguments) -> int:
    vessel = fetch_fleet(connect(settings), settings.limit).find(arguments.name)
    print(f"{vessel.name} at {vessel.berth}, load {vessel.load:.1f}, flags {hoist(vessel.name)}")
    return 0
