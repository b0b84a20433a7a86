"""Tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidestats.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable


def table(rows: Iterable[tuple[str, ...]]) -> str:
    rows = [tuple(map(str, row)) for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def summary_rows(summary: Summary) -> list[tuple[str, str]]:
    """Only the annotation needs `Summary`."""
    return [("mean", f"{summary.mean:.2f}"), ("median", f"{summary.median:.2f}"), ("p90", f"{summary.p90:.2f}")]
