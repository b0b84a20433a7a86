import os

MODES = ("fast", "slow")


def needed(value):
    if value not in MODES:
        raise ValueError(value)
    return value


def flag(name):
    given = os.environ.get(name, "no")
    if given in ("yes", "no"):
        return given == "yes"
    raise ValueError(name)


def port(text):
    return 1 if text else 0
