import base
import plain


def size():
    return base.SIZE, plain.SIZE
