import os

import dockyard

NAME = dockyard.__name__
APP = os.environ["APP_NAME"]
