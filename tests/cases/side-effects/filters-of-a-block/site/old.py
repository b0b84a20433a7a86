import warnings

warnings.warn("old is old", DeprecationWarning)
SIZE = len("old")
