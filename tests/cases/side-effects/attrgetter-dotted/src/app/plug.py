import operator

import hv

from app import reg


class Csv(hv.Frame):
    name = "csv"


add = operator.attrgetter("registry.register")(reg)
add("csv")
