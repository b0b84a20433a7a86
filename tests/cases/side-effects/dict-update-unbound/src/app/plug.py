import hv

from app import reg


class Csv(hv.Frame):
    name = "csv"


dict.update(reg.REGISTRY, csv=1)
