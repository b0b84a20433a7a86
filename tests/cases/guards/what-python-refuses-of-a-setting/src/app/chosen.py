import os

import heavy

NAME = heavy.__name__


def fail():
    raise ValueError("no such mode")


def fine():
    return 1


MODE = {"a": fine}.get(os.environ.get("APP_MODE", "a"), fail)()
