import os

if os.path.exists(__file__):
    from ferry._other import Screen
else:
    from ferry._this import Screen
