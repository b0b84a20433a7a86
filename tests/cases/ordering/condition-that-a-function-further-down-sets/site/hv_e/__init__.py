import os

MODE = os.environ.get("HV_E_MODE")
