import aviary

NAME = aviary.__name__


def checked(name):
    if not name.isidentifier():
        raise ValueError(name)
    return name


DEFAULT = checked("plain")
