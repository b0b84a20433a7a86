def size():
    import heavy

    return heavy.VALUE


NAMES = [name for name in dir() if not name.startswith("_")]
