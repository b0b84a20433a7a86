import json
import os
import sys

with open(os.path.join(os.path.dirname(__file__), sys.platform, "settings.json")) as file:
    SIZE = json.load(file)["size"]


def ask():
    return SIZE
