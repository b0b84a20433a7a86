"""A stand-in for a terminal interface library: widths, colours and widgets in tables."""

from decktui import widgets
from decktui.colour import Palette
from decktui.screen import show

__version__ = "0.9.4"
