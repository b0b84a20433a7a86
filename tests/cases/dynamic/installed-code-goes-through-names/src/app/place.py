from hv3 import NAME
from runner import where


def place():
    return where(), NAME
