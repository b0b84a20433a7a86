import warnings

warnings.warn("creaky creaks", DeprecationWarning, stacklevel=2)


def sound():
    return "creak"
