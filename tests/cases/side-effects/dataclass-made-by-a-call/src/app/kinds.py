import dataclasses
import hv
from app.base import Base
Point = dataclasses.make_dataclass("Point", [("x", int), ("f", hv.Frame)], bases=(Base,))
def make():
    return Point(1, None)
