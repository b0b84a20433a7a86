import os

import framely

NAME = framely.__name__
TOKEN = os.environ["APP_TOKEN"]
