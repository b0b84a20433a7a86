import warnings

WHOSE = warnings.showwarning.__module__
