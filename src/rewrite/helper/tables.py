TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class DeferredDict(dict):  # type: ignore[type-arg]
    """A dict that imports a deferred value when it is first read; its keys are there at once."""

    def __getitem__(self, key: Any) -> Any:
        value = super().__getitem__(key)
        if isinstance(value, _Deferred):
            deferred, value = value, value.resolve()
            # Somebody else may have changed the entry in the meantime.
            if super().get(key) is deferred:
                super().__setitem__(key, value)
        return value

    def __iter__(self) -> Iterator[Any]:
        # Copies, `**` and `|` ask a dict with an `__iter__` of its own for each item, and take any other's as they lie.
        return super().__iter__()

    def get(self, key: Any, default: Any = None) -> Any:
        # In one line linters would make `self.get(key, default)` of it.
        if key in self:
            return self[key]
        return default

    def setdefault(self, key: Any, default: Any = None) -> Any:
        super().setdefault(key, default)
        return self[key]

    def pop(self, key: Any, *default: Any) -> Any:
        value = super().pop(key, *default)
        return value.resolve() if isinstance(value, _Deferred) else value

    def popitem(self) -> tuple[Any, Any]:
        key, value = super().popitem()
        return key, value.resolve() if isinstance(value, _Deferred) else value

    def _resolved(self) -> DeferredDict:
        for key in list(self):
            self[key]
        return self

    def values(self) -> Any:
        return super(DeferredDict, self._resolved()).values()

    def items(self) -> Any:
        return super(DeferredDict, self._resolved()).items()

    def copy(self) -> dict[Any, Any]:
        return dict(self)

    def __or__(self, other: Any) -> Any:
        return dict(self) | other

    def __ror__(self, other: Any) -> Any:
        return other | dict(self)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return dict, (dict(self),)
