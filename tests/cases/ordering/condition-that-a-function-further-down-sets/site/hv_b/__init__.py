import os

MODE = os.environ.get("HV_B_MODE")
