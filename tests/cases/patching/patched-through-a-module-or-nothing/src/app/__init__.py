import os

if os.environ.get("APP_ENGINE", "1") != "0":
    from app import core as engine
else:
    engine = None
