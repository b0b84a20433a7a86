"""The command line."""

from __future__ import annotations

import argparse
import sys

import harbor.signals  # registers the `signal-flags` codec
from harbor.commands import deploy, fleet, inspect, report, watch
from harbor.errors import HarborError
from harbor.settings import Settings, load_settings


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="harbor", description="Moves a fleet of small machines around.")
    parser.add_argument("--region", default=None, help="where the machines are")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in (deploy, fleet, inspect, report, watch):
        module.add_arguments(commands)
    return parser


def main(argv: list[str] | None = None) -> int:
    arguments = build_parser().parse_args(argv)
    settings: Settings = load_settings(region=arguments.region)
    try:
        return arguments.run(settings, arguments)
    except HarborError as error:
        print(f"harbor: {error}", file=sys.stderr)
        return 1
