import os

MODE = os.environ.get("HV_H_MODE")
