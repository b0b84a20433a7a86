"""Reads names that a comprehension and a star import bind, and none of those that are added."""
from _codes import *

FORMAT = FORMAT_XZ
NAMES = {value: key for key, value in {"a": 1}.items()}
