import __main__

KNOWN = hasattr(__main__, "sea")
