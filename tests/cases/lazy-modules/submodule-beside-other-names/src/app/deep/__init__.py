mast = 1


def has(name):
    return "ma" + name in globals()
