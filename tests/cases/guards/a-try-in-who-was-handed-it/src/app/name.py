import os

import dockyard

NAME = dockyard.__name__
APP = int(os.environ.get("APP_NAME", "1"))
