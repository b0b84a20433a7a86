import json
import os

with open(os.path.join(os.path.dirname(__file__), "settings.json")) as file:
    SIZE = json.load(file)["size"]


def ask():
    return SIZE
