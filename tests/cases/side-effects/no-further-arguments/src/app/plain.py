from traits import Dict, Trait

NAMES = Dict({"a": 1}, help="names")
LEVEL = Trait(1)
