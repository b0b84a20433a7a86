import enum
import os

import heavy

THING = heavy.make()


class Mode(enum.Enum):
    PLAIN = "plain"


MODE = Mode(os.environ.get("MODE", "plain"))
