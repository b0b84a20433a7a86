import heavy


def twice(x):
    return heavy.sub.double(x)
