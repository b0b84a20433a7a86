import heavy


def size():
    return heavy.VALUE

def describe(width):
    return "{width} {VALUE}".format(**locals(), VALUE=heavy.VALUE)
