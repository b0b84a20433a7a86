import sys

NAME = "tells"
print("loaded", file=sys.stdout)
