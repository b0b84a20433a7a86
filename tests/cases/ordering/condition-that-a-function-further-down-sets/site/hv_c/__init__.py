import os

MODE = os.environ.get("HV_C_MODE")
