"""The command line."""
import sys

import app
import app.api
from app import paths


def main():
    if sys.argv[1] == "fail":
        return 3
    print("ships:", paths.LIMIT, app.codec.encode("a"), app.api.Ship("b"))
    return 0
