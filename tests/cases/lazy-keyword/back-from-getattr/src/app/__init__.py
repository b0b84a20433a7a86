"""The app."""
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from heavy import Thing
    from heavy import make as build
else:

    def __getattr__(name):
        if name == "Thing":
            from heavy import Thing as value
        elif name == "build":
            from heavy import make as value
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, value)

    def __dir__():
        return sorted({*globals(), "Thing", "build"})


__all__ = ["Thing", "build"]


def size():
    from heavy import Thing

    return Thing(4).size + len(os.sep)
