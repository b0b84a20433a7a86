import heavy


def size():
    return heavy.VALUE

def more():
    """
    >>> heavy.VALUE + 1
    42
    """
