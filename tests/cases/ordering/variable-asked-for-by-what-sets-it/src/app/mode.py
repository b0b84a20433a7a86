import os

from app import setting  # noqa: F401


def mode():
    return os.environ.get("APP_MODE")
