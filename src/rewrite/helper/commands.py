import sys
from copy import copy, deepcopy
from types import MethodType

import click


class DeferredCommand(click.Command):
    """A command whose module is imported when it is run, or when more is asked of it than a help page of its group shows."""

    def __init__(
        self,
        target: str,
        name: str | None,
        *,
        help: str | None = None,
        short_help: str | None = None,
        hidden: bool = False,
        deprecated: bool | str = False,
        group: bool | None = None,
    ) -> None:
        texts: Any = {"help": help, "short_help": short_help, "hidden": hidden, "deprecated": deprecated}
        vars_of = object.__getattribute__(self, "__dict__")
        vars_of["deferred"] = _Deferred(target)
        vars_of["shown"] = _shown(target, name, texts)
        vars_of["asks"] = _SHOWN if group is None else _SHOWN_OF_LEAF

    def __getattribute__(self, name: str) -> Any:
        vars_of = object.__getattribute__(self, "__dict__")
        if "command" not in vars_of:
            if name in vars_of["asks"]:
                return getattr(vars_of["shown"], name)
            vars_of["command"] = _loaded(self, vars_of["deferred"])
        found = getattr(vars_of["command"], name)
        if name == "get_rich_table_row" and isinstance(found, MethodType):
            # rich-click looks for the command among those of the group, by identity, and these have the stand-in.
            return MethodType(found.__func__, self)
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(_command(self), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(_command(self), name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return _command(self)(*args, **kwargs)

    def __eq__(self, other: object) -> Any:
        return _command(self) == _command(other)

    def __hash__(self) -> int:
        return hash(_command(self))

    def __repr__(self) -> str:
        return repr(_command(self))

    def __dir__(self) -> list[str]:
        return dir(_command(self))

    def __copy__(self) -> Any:
        return copy(_command(self))

    def __deepcopy__(self, memo: Any) -> Any:
        return deepcopy(_command(self), memo)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _command(self).__reduce_ex__(protocol)


# What a group asks of a command to list it.
_SHOWN = frozenset({"name", "hidden", "deprecated", "get_short_help_str"})
# What a chain asks of it besides: whether it is a group.
_SHOWN_OF_LEAF = _SHOWN | {"__class__"}


def _shown(target: str, name: str | None, texts: Any) -> click.Command:
    """What stands for a command on a help page. Without a name, it has the one that click makes from that of the function."""
    if name is not None:
        return click.Command(name, **texts)

    def function() -> None: ...

    function.__name__ = target.rpartition(":")[2]
    return click.command(**texts)(function)


def _loaded(stand_in: Any, deferred: _Deferred) -> Any:
    """The command. A package that has it under the name of its module goes on having it."""
    package, _, name = deferred.target.partition(":")[0].rpartition(".")
    names = vars(sys.modules[package]) if package in sys.modules else {}
    is_there = names.get(name) is stand_in
    command = deferred.resolve()
    if is_there:
        names[name] = stand_in
    return command


def _command(found: Any) -> Any:
    """The command behind a stand-in; of anything else, itself."""
    if type(found) is not DeferredCommand:
        return found
    found.callback  # noqa: B018 (imports it)
    return object.__getattribute__(found, "__dict__")["command"]
