import hv

from app import mode


def run():
    return hv.LOADED, mode.mode()
