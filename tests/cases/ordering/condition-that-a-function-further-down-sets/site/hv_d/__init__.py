import os

MODE = os.environ.get("HV_D_MODE")
