with open(__file__) as _file:
    import heavy


def size():
    return heavy.VALUE
