import heavy.sub


def twice(x):
    return heavy.sub.double(x)
