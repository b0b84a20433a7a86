"""Needed in any case, and heavy only when it works."""
import heavy


def helper():
    return 1


def go(text):
    return heavy.loads(text)
