from hv import read
from app.deco import with_globals


@with_globals("read")
def total(text, read=None):
    return read(text).total()


def plain(text):
    return read(text)
