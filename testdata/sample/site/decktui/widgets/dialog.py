"""A widget: dialog."""

from decktui.widgets.base import Widget


class Dialog(Widget):
    def lines(self):
        return ["dialog"]
