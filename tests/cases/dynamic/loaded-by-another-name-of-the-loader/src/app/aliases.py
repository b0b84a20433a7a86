import sys

from app import other

sys.modules["second"] = other
