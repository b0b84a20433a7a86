"""A widget: bar."""

from decktui.widgets.base import Widget


class Bar(Widget):
    def lines(self):
        return ["bar"]
