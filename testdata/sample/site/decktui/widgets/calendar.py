"""A widget: calendar."""

from decktui.widgets.base import Widget


class Calendar(Widget):
    def lines(self):
        return ["calendar"]
