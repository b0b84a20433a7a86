import hv

from app import mode, setting  # noqa: F401


def run():
    return hv.LOADED, mode.mode()
