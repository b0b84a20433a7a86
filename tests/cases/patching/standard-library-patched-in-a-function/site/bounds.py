import math
import sys

MOST = sys.maxsize > math.pi
