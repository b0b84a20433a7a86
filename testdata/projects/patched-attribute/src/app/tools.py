import ballast
from ballast import Keel


def heavy(weight):
    return Keel(weight).double()


def total(*values):
    return ballast.weigh(*values)
