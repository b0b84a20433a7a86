import os

os.environ["MOODY_MODE"] = "calm"
import moody

os.environ["MOODY_MODE"] = "storm"


def mode():
    return moody.MODE
