import warnings

import old
import used


def lower(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return text.lower()


def within():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return used.SIZE


def size():
    return old.SIZE
