"""A widget: pager."""

from decktui.widgets.base import Widget


class Pager(Widget):
    def lines(self):
        return ["pager"]
