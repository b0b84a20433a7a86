import sys
N = len(sys.argv)
