"""A widget: divider."""

from decktui.widgets.base import Widget


class Divider(Widget):
    def lines(self):
        return ["divider"]
