__lazy_modules__ = ["heavy", "dockyard"]

import heavy
from dockyard import Image
from dockyard import *


def size():
    return heavy.VALUE, Image.__name__
