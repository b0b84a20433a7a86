"""A widget: canvas."""

from decktui.widgets.base import Widget


class Canvas(Widget):
    def lines(self):
        return ["canvas"]
