import sys

sys.exit("only data")
