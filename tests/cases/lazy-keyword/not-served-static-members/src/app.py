import heavy


def size():
    return heavy.VALUE


def values():
    import inspect, sys
    return [v.VALUE for n, v in inspect.getmembers_static(sys.modules[__name__]) if n == 'heavy']
