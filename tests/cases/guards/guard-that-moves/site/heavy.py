"""Stands in for a heavy package."""


def loads(text):
    return [int(part) for part in text.split(",")]
