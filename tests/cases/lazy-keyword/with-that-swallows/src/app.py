import contextlib

heavy = None
with contextlib.suppress(ImportError):
    import heavy


def size():
    return heavy.VALUE
