import enum
import os

import heavy

from app.check import flag

NAME = heavy.__name__


class Kind(enum.Enum):
    PLAIN = "plain"


KIND = Kind(os.environ.get("APP_KIND", "plain"))
LOUD = flag("APP_LOUD")
