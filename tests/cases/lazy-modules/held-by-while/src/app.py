while True:
    import heavy
    break


def size():
    return heavy.VALUE
