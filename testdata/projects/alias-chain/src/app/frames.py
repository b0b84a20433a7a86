import ballast.hull.frames as f
import ballast.hull.frames.ribs
import ballast.hull as h, ballast.errors as e


def count():
    return f.COUNT * h.SIDES


def deep(number):
    return ballast.hull.frames.ribs.count(number), ballast.LIMIT


def guard(value):
    try:
        return ballast.check(value)
    except e.Leak as leak:
        return str(leak)
