from importlib import import_module

__all__ = ["Box", "pack"]

_LAZY = {
    "Box": ".boxes",
    "pack": ".boxes",
}


def __getattr__(name):
    if name in _LAZY:
        return getattr(import_module(_LAZY[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
