"""A widget: progress."""

from decktui.widgets.base import Widget


class Progress(Widget):
    def lines(self):
        return ["progress"]
