"""Colours of the views."""

from decktui.colour import Palette


def palette(dark: bool) -> Palette:
    return Palette.named("night" if dark else "day")
