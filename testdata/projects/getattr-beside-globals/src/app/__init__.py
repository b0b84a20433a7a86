"""An application."""

import typing as t

from ballast import LIMIT as LIMIT
from ballast import Keel as Keel

__all__ = ["LIMIT", "Keel"]

if not t.TYPE_CHECKING:

    def __getattr__(name: str) -> t.Any:
        if name == "VERSION":
            return "1.0"
        raise AttributeError(f"no {name} any more")
