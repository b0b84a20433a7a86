"""Where things are."""
import os

HERE = os.path.basename(os.path.dirname(__file__))

LIMIT = 3
