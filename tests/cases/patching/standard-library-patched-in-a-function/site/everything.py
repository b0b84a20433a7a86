from math import *

TAU = tau
