import vendor
from vendor import heavy
NAME = vendor.NAME
def go():
    return NAME, heavy.SIZE
