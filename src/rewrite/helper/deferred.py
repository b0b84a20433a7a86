from importlib import import_module
from os import environ

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Deferred:
    """Where an object is: `module:name`, or a module. Once it is asked for, it is imported; with DORMANT_EAGER=1, at once."""

    __slots__ = ("target",)

    def __init__(self, target: str) -> None:
        self.target = target
        if environ.get("DORMANT_EAGER") == "1":
            import_module(target.partition(":")[0])

    def resolve(self) -> Any:
        module, _, path = self.target.partition(":")
        try:
            value = import_module(module)
            for name in path.split(".") if path else ():
                value = getattr(value, name)
        except ImportError as error:
            if hasattr(error, "add_note"):
                error.add_note(f"while loading {self.target!r}")
            raise
        except AttributeError as error:
            raise ImportError(f"cannot import {self.target!r}: {error}") from error
        return value

    # The C code of `dict` compares and shows values without asking for them.

    def __eq__(self, other: object) -> Any:
        return self.resolve() == (other.resolve() if isinstance(other, _Deferred) else other)

    def __hash__(self) -> int:
        return hash(self.resolve())

    def __repr__(self) -> str:
        return repr(self.resolve())


def deferred(target: str) -> Any:
    """The object at `module:name`, for a `DeferredDict`, which imports it when it is first read."""
    return _Deferred(target)
