try:
    from app import fast
except (RuntimeError, LookupError):
    fast = None


def run():
    return fast.run()
