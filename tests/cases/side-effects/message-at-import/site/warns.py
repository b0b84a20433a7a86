import sys

NAME = "warns"
print("an old version of", NAME, file=sys.stderr)
