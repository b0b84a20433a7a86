import os

import dockyard

NAME = dockyard.__name__
with open(os.path.join(os.path.dirname(__file__), "other.txt")) as file:
    LINES = file.read().split()
