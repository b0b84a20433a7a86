"""A widget: slider."""

from decktui.widgets.base import Widget


class Slider(Widget):
    def lines(self):
        return ["slider"]
