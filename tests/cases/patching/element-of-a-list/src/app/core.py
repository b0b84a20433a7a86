from hv import read
import hv
def total(text):
    return read(text).total()
def limit():
    return hv.LIMIT
