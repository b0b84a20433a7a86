"""A widget: box."""

from decktui.widgets.base import Widget


class Box(Widget):
    def lines(self):
        return ["box"]
