for _ in range(2):
    import heavy


def size():
    return heavy.VALUE
