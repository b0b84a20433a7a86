from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import heavy as heavy
    import heavy.sub
    from heavy import Other
else:

    def __getattr__(name: str):
        if name in globals():
            value = globals()[name]
        elif name == "heavy":
            import heavy
            import heavy.sub

            value = heavy
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, value)


class Box:
    def fill(self, much: "Other"):
        from app.boxes import heavy

        return heavy.make(much).size

    def twice(self, much):
        from app.boxes import heavy

        return heavy.sub.double(much)

    def own(self, heavy=None):
        return heavy or "nothing"
