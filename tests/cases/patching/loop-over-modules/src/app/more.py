from hv import read
def total(text):
    return read(text).total()
