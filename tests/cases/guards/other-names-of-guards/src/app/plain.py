import heavy


def work():
    return heavy.VALUE
