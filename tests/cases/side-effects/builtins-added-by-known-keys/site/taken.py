from builtins import open as _open


def opened():
    return _open is open
