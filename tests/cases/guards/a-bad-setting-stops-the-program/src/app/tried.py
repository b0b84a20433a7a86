import os

import dockyard

NAME = dockyard.__name__
try:
    FOLDERS = os.environ["PATH"]
except KeyError:
    raise RuntimeError("PATH is not set") from None
