"""A widget: scroll."""

from decktui.widgets.base import Widget


class Scroll(Widget):
    def lines(self):
        return ["scroll"]
