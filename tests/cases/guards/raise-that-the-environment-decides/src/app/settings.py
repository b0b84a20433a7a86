import os

import framely

from app.checks import need

FRAME = framely.read("1")
TOKEN = need(os.environ.get("TOKEN", "a"))
