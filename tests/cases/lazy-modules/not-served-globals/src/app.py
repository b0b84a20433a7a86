import heavy


def size():
    return heavy.VALUE


def values():
    return [getattr(v, 'VALUE', None) for n, v in globals().items() if n == 'heavy']
