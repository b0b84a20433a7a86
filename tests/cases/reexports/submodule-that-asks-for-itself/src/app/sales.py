import framely
from app import ledger

SIZE = framely.SIZE + 1


def total():
    return ledger.count()
