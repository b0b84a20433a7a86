"""The board of all vessels. A subclass of a widget needs `decktui` as soon as this module is imported."""

from __future__ import annotations

from decktui.widgets.table import Table

from harbor.model import Fleet
from harbor.screens.theme import palette


class Board(Table):
    columns = ("vessel", "berth", "load")

    def __init__(self, fleet: Fleet, dark: bool = True) -> None:
        super().__init__(palette(dark))
        for vessel in fleet.vessels:
            self.add_row(vessel.name, vessel.berth, f"{vessel.load:.1f}")
