import sys

if sys.version_info >= (3, 5):
    import heavy


def size():
    return heavy.VALUE
