def name():
    from app import front

    return front.tool.__name__


NAME = name()


def size():
    return len(NAME)
