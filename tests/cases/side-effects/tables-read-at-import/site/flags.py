import doctest

KNOWN = "SEA" in doctest.OPTIONFLAGS_BY_NAME
