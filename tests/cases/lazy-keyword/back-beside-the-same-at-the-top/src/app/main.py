import heavy


def one():
    return heavy.__name__


def two():
    # The start is faster.
    import heavy

    return heavy.__name__
