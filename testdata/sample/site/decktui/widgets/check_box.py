"""A widget: check box."""

from decktui.widgets.base import Widget


class CheckBox(Widget):
    def lines(self):
        return ["check box"]
