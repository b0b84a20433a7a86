import os

import heavy

NAME = heavy.__name__
ERRORS = []
if not os.environ.get("APP_SIZE", "1").isdigit():
    ERRORS.append("APP_SIZE")
if ERRORS:
    raise SystemExit(f"not a number: {ERRORS}")
