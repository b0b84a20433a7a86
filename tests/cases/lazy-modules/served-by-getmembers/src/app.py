import heavy


def size():
    return heavy.VALUE

def members():
    import inspect
    import sys

    return [name for name, value in inspect.getmembers(sys.modules[__name__]) if hasattr(value, "VALUE")]
