from app import safe
from app import plain


def size():
    return safe.size(), plain.NAME
