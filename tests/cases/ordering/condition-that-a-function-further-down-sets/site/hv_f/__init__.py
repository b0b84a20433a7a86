import os

MODE = os.environ.get("HV_F_MODE")
