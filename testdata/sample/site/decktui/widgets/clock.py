"""A widget: clock."""

from decktui.widgets.base import Widget


class Clock(Widget):
    def lines(self):
        return ["clock"]
