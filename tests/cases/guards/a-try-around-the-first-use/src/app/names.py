import json
import os

import heavy

NAME = heavy.__name__


def read():
    with open(os.path.join(os.path.dirname(__file__), "names.json")) as file:
        text = file.read()
    return json.loads(text)


NAMES = read()
