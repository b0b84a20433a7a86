"""Names that are made when they are asked for."""


def __getattr__(name):
    if name in ("decode", "upper"):
        return name
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return ["decode", "upper"]
