import os

import framely

from app.check import needed

FRAME = framely.__name__
MODE = needed(os.environ.get("APP_MODE", "fast"))
