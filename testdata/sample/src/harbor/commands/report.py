"""`harbor report`."""

from __future__ import annotations

import tidestats.histogram as histogram

from harbor import stats
from harbor.cloud import connect, fetch_fleet
from harbor.formatting import summary_rows, table
from harbor.settings import Settings


def add_arguments(commands) -> None:
    parser = commands.add_parser("report", help="summarise the loads")
    parser.add_argument("--bins", type=int, default=4)
    parser.set_defaults(run=run)


def run(settings: Settings, arguments) -> int:
    loads = fetch_fleet(connect(settings), settings.limit).loads()
    summary = stats.describe(loads)
    if summary is None:
        print(f"mean {stats.mean(loads):.2f}")
        return 0
    print(table(summary_rows(summary)))
    print(" ".join(str(count) for count in histogram.counts(loads, arguments.bins)))
    return 0
