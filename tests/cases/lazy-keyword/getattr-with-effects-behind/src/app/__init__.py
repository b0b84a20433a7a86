import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from heavy import Thing
else:

    def __getattr__(name):
        if name == "Thing":
            from heavy import Thing as value
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, value)

    def __dir__():
        return sorted({*globals(), "Thing"})


os.environ["WHO"] = "app"
