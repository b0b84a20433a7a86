def size():
    import heavy

    return heavy.VALUE


def __getattr__(name):
    if name == "LARGEST":
        return 7
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
