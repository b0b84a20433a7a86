"""A widget: header."""

from decktui.widgets.base import Widget


class Header(Widget):
    def lines(self):
        return ["header"]
