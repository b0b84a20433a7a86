from hv import read, LIMIT
def f():
    return read("1").total() + LIMIT
