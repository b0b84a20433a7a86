from typing import TYPE_CHECKING

from . import _main
from ._old import warn

if TYPE_CHECKING:
    from ._main import *


def __getattr__(name):
    if name.startswith("old_"):
        warn(name)
        name = name.removeprefix("old_")
    return getattr(_main, name)


__all__ = ["run", "total"]
