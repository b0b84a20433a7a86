import hv

from app import reg


class Csv(hv.Frame):
    name = "csv"


def f(x: reg.register("csv", int)):
    return x
