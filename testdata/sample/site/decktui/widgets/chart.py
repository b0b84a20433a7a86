"""A widget: chart."""

from decktui.widgets.base import Widget


class Chart(Widget):
    def lines(self):
        return ["chart"]
