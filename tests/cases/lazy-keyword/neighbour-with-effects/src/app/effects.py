import os

os.environ["APP_READY"] = "1"
