import os

THERE = os.path.exists("first.txt")
