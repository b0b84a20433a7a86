import os

MODE = os.environ.get("FRAMELY_MODE", "plain")
