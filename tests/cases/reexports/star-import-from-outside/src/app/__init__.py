"""Sales."""

from app.core import Core, make
from app.util import helper as aid

VERSION = "1"
_private = 2
