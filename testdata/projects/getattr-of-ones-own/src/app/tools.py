import warnings
from typing import Any

from ballast import Keel as Keel
from ballast.errors import Leak as Leak


def __getattr__(name: str) -> Any:
    """Old names."""
    # Everything that was called otherwise.
    if name == "Beam":
        warnings.warn("Beam is now Keel", DeprecationWarning, stacklevel=2)
        from ballast import Keel

        return Keel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
