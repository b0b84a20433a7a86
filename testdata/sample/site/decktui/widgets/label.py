"""A widget: label."""

from decktui.widgets.base import Widget


class Label(Widget):
    def lines(self):
        return ["label"]
