import os

with open(os.path.join(os.path.dirname(__file__), "quarry.txt")) as file:
    STONES = file.read().split()
