import sys

if len(sys.argv) > 5:
    heavy = None
else:
    import heavy


def size():
    return heavy and heavy.VALUE
