import sys

import hv


def report():
    return {name: getattr(sys.modules.get(name), "VERSION", None) for name in ("hv", "nope")}


def use():
    return hv.LIMIT
