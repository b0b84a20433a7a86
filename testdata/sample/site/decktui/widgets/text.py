"""A widget: text."""

from decktui.widgets.base import Widget


class Text(Widget):
    def lines(self):
        return ["text"]
