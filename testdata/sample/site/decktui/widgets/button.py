"""A widget: button."""

from decktui.widgets.base import Widget


class Button(Widget):
    def lines(self):
        return ["button"]
