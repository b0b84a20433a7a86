"""A widget: spinner."""

from decktui.widgets.base import Widget


class Spinner(Widget):
    def lines(self):
        return ["spinner"]
