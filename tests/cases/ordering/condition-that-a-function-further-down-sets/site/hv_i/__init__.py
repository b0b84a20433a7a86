import os

MODE = os.environ.get("HV_I_MODE")
