import os

import dockyard

NAME = dockyard.__name__


class Checked(type):
    def __new__(cls, name, bases, names):
        if names.get("level") == "odd":
            raise RuntimeError("no such level")
        return super().__new__(cls, name, bases, names)


class Settings(metaclass=Checked):
    level = os.environ.get("APP_LEVEL")
