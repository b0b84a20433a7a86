import hv

from app import reg


class Csv(hv.Frame):
    name = "csv"


class P(reg.Announcing):
    def __del__(self):
        self.tell()
P("csv")
