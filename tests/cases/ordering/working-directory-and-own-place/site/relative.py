import os
DATA = os.path.abspath("data")
