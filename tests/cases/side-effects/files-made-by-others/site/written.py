import pathlib

THERE = pathlib.Path("seventh.txt").exists()
