"""A stand-in for a cloud SDK: many small modules with tables of operations, no network."""

from skylift import services
from skylift.config import REGIONS
from skylift.errors import NotFound, SkyliftError
from skylift.session import Session

__version__ = "3.2.0"


def connect(region="north"):
    return Session(region)
