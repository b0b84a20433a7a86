import hv

from app import reg


class Csv(hv.Frame):
    name = "csv"


import re
PAT = re.compile("c.v")
X = PAT.sub(lambda m: reg.Announcing(m.group()).tell(), "csv")
