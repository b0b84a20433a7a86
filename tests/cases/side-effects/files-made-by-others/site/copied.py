import os

THERE = os.path.isfile("third.txt")
