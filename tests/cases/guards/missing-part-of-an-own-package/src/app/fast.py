from fastlib._native import run


def go():
    return run()
