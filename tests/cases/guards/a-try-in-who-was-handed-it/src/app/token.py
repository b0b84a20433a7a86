import os

import framely

NAME = framely.__name__
TOKEN = int(os.environ.get("APP_TOKEN", "1"))
