"""A widget: menu."""

from decktui.widgets.base import Widget


class Menu(Widget):
    def lines(self):
        return ["menu"]
