# Its `__getattr__` needs the name itself: it stays.
from ballast import Keel as Keel


def __getattr__(name):
    if name == "Beam":
        return Keel
    raise AttributeError(name)
