def name():
    from app import front

    return front.tool.__name__


def size():
    return len(name())
