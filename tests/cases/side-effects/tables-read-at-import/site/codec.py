import codecs

try:
    NAME = codecs.lookup("sea").name
except LookupError:
    NAME = "none"
