"""A table."""

from decktui.widgets.base import Widget
from decktui.widths import width_of


class Table(Widget):
    columns = ()

    def __init__(self, palette):
        super().__init__(palette)
        self.rows = []

    def add_row(self, *cells):
        self.rows.append(cells)

    def lines(self):
        rows = [self.columns, *self.rows]
        widths = [max(width_of(row[at]) for row in rows) for at in range(len(self.columns))]
        return ["  ".join(c + " " * (w - width_of(c)) for c, w in zip(row, widths)).rstrip() for row in rows]
