"""A widget: editor."""

from decktui.widgets.base import Widget


class Editor(Widget):
    def lines(self):
        return ["editor"]
