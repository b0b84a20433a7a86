import heavy


def size():
    return heavy.VALUE


def values():
    import app
    return vars(app)['heavy'].VALUE
