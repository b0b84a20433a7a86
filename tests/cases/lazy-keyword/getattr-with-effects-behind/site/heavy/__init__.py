import os

THEN = os.environ.get("WHO")


class Thing:
    size = THEN
