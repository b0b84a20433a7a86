import heavy


class Box:
    kind = heavy.__name__


def pack():
    return "packed"
