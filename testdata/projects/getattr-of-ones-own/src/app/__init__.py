"""An application."""

from ballast import LIMIT as LIMIT

from . import tools

__all__ = ["LIMIT", "tools"]


def __dir__():
    return [*__all__, "VERSION"]


def __getattr__(attribute): return _removed(attribute)


def _removed(attribute):
    if attribute == "VERSION":
        return "1.0"
    raise AttributeError(f"no {attribute} any more")
