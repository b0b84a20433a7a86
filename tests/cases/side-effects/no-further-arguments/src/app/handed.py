from traits import Dict

NAMES = Dict({"a": 1}, config=True)
