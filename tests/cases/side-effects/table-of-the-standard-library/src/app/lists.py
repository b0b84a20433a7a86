import collections
import string

KNOWN = collections.deque(string.digits)
KNOWN.append("x")


def known():
    return list(KNOWN)
