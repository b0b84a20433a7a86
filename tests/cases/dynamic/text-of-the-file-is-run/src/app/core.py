from hv import read
def go():
    return read("1,2").total()
