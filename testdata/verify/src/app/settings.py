"""Settings."""
import atexit
import os
import warnings

os.environ.setdefault("HARBOUR", "calm")

warnings.warn("old settings")


def close():
    pass


atexit.register(close)
