import os

os.environ["FERRY_MODE"] = "other"


class Screen:
    name = "other"
