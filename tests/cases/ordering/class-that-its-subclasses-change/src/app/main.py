from app.base import Base
from app.options import NAMES


def make(name):
    return type(name, (Base,), {})


def names():
    return NAMES
