import os
ns = {}
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "src", "app", "_version.py")) as f:
    exec(f.read(), ns)
print(ns["version"], ns["LIMIT"])
