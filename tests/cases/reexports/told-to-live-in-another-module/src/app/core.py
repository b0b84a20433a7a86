import collections

import framely


class Box(framely.Frame):
    __module__ = "app.api"


Point = collections.namedtuple("Point", "x y", module="app.api")
