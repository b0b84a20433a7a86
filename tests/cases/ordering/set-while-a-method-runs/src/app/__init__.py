import os

import framely


class Base:
    def __init__(self):
        self.mode = framely.MODE


class Made(Base):
    pass


def make():
    os.environ["FRAMELY_MODE"] = "other"
    try:
        return Made()
    finally:
        del os.environ["FRAMELY_MODE"]


def make_again():
    before = os.environ.get("FRAMELY_MODE")
    os.environ["FRAMELY_MODE"] = "other"
    try:
        return Made()
    finally:
        if before is None:
            del os.environ["FRAMELY_MODE"]
        else:
            os.environ["FRAMELY_MODE"] = before
