from . import mod as x
from . import sub
from .sub import deep


def run():
    return x.number(), deep.SIZE, sub.__name__
