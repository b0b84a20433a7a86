from hv import LIMIT, VERSION
def f():
    return LIMIT, VERSION
