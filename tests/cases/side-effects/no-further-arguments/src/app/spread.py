import os

from traits import Dict

MORE = {name: True for name in os.environ.get("MORE", "more").split()}
NAMES = Dict({"a": 1}, **MORE)
