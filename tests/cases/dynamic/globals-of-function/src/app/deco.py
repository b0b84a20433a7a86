import functools


def with_globals(name):
    def deco(f):
        @functools.wraps(f)
        def inner(*args):
            return f(*args, f.__globals__[name])
        return inner
    return deco
