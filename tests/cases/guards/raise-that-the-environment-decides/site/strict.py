import os

if os.environ.get("STRICT") == "worse":
    raise RuntimeError("unsupported")
VALUE = 1
