import os

os.environ["APP_SERVER"] = "there"
