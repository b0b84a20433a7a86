"""A widget: footer."""

from decktui.widgets.base import Widget


class Footer(Widget):
    def lines(self):
        return ["footer"]
