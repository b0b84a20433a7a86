import os

os.environ["APP_MODE"] = "busy"
