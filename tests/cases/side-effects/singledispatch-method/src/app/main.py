from app import reg
from app.plug import Csv


def names():
    return sorted(str(n) for n in reg.REGISTRY) + sorted(reg.registry.items)


def default():
    return Csv([1, 2])
