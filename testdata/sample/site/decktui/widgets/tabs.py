"""A widget: tabs."""

from decktui.widgets.base import Widget


class Tabs(Widget):
    def lines(self):
        return ["tabs"]
