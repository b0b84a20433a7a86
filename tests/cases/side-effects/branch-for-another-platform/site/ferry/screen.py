import sys

if sys.platform == "x":
    from ferry._other import Screen
else:
    from ferry._this import Screen
