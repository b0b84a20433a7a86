"""A widget: radio."""

from decktui.widgets.base import Widget


class Radio(Widget):
    def lines(self):
        return ["radio"]
