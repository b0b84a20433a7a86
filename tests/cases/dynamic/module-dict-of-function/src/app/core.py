from hv import read
from app.find import sibling


def total(text):
    return sibling(total, "read")(text).total()


def other(text):
    return read(text)
