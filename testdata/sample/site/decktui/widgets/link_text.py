"""A widget: link text."""

from decktui.widgets.base import Widget


class LinkText(Widget):
    def lines(self):
        return ["link text"]
