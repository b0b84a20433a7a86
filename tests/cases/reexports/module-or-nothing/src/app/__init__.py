"""Tables, unless somebody does without."""

import os

if os.environ.get("APP_TABLES", "1") != "0":
    from . import tables
else:
    tables = None


def width():
    return tables.framely.DEFAULT_WIDTH
