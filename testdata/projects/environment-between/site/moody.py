import os

MODE = os.environ.get("MOODY_MODE", "none")
