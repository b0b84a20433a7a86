import warnings

_RENAMED = {"old": 1}


def __getattr__(name):
    if name in _RENAMED:
        warnings.warn(f"{name} has another name", DeprecationWarning, stacklevel=2)
        return _RENAMED[name]
    raise AttributeError(name)
