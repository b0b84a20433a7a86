import heavy


def size():
    return heavy.VALUE

def swap():
    global heavy
    old, heavy = heavy, None
    return old.VALUE
