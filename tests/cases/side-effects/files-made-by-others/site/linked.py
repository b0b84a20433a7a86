import os

THERE = os.path.islink("fourth.txt")
