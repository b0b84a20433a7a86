import os

MODE = os.environ.get("HV_MODE")
