import os

THERE = os.path.exists("sixth.txt")
