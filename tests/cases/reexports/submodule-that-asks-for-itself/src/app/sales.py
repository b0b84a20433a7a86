import framely

from app import ledger


class Sales:
    def total(self):
        return framely.SIZE + ledger.count()
