import os

MODE = os.environ.get("HV_G_MODE")
