"""A widget: frame."""

from decktui.widgets.base import Widget


class Frame(Widget):
    def lines(self):
        return ["frame"]
