import warnings

warnings.warn("used is old", DeprecationWarning)
SIZE = len("used")
