TYPE_CHECKING = False
if TYPE_CHECKING:
    from heavy import Thing
else:

    def __getattr__(name):
        if name == "Thing":
            from heavy import Thing as value
        elif name == "Old":
            print("Old is Thing")
            from heavy import Thing as value
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, value)
