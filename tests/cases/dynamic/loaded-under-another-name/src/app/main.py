import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "_vendor"))
from lib.core import Frame


def main():
    return Frame.__name__
