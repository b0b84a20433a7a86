__lazy_modules__ = ["js" + "on"]

import heavy


def size():
    return heavy.VALUE
