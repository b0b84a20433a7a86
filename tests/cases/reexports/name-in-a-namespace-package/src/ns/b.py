import ns.a


def width():
    return ns.a.framely.__name__
