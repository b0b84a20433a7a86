import framely

from app import _main


class Run(framely.Frame):
    home = _main.__name__


def run():
    return Run.home


def total():
    return framely.SIZE
