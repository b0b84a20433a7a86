import hv

from app import reg


class Csv(hv.Frame):
    name = "csv"


from functools import singledispatchmethod
class P:
    @singledispatchmethod
    def add(self, x):
        pass
    @add.register
    def _(self, x: str):
        reg.register(x, 1)
P().add("csv")
