from hv import LIMIT
version = "1." + str(3)
def info():
    return LIMIT
