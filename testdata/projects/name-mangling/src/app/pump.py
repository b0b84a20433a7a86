from ballast import Keel as __Keel
from ballast import weigh as _Pump__weigh


class Pump:
    def run(self):
        return __weigh(1, 2)


def keel():
    return __Keel(3)
