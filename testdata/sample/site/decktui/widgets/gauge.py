"""A widget: gauge."""

from decktui.widgets.base import Widget


class Gauge(Widget):
    def lines(self):
        return ["gauge"]
