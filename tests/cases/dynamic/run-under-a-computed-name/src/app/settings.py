from hv import LIMIT, VERSION
DEBUG = False
def f():
    return LIMIT, VERSION
