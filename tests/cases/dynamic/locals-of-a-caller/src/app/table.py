import heavy


def value():
    return heavy.VALUE
