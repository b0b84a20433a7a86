"""A widget: tree."""

from decktui.widgets.base import Widget


class Tree(Widget):
    def lines(self):
        return ["tree"]
