import contextlib
@contextlib.contextmanager
def swapped(module, **new):
    old = {n: getattr(module, n) for n in new}
    module.__dict__.update(new)
    try:
        yield module
    finally:
        module.__dict__.update(old)
