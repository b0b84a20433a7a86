import os

import aviary

from app.check import port

NAME = aviary.__name__
PORT = port(os.environ.get("APP_PORT"))
SIZE = 3
if SIZE > 4:
    raise ValueError("too large")


def later(text):
    if not text:
        raise ValueError("nothing")
    return text
