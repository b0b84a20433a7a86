"""A widget: status."""

from decktui.widgets.base import Widget


class Status(Widget):
    def lines(self):
        return ["status"]
