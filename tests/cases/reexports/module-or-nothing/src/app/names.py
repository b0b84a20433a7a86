import os

if os.environ.get("APP_WIDE", "1") != "0":
    from app import wide as w
else:
    w = None
