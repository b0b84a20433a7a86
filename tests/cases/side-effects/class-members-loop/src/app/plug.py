import hv

from app import reg


class Csv(hv.Frame):
    name = "csv"


class V:
    def on_csv(self):
        reg.register("csv", 1)
for n, f in list(vars(V).items()):
    if n.startswith("on_"):
        f(None)
