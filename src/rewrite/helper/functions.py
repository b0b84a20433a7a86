from inspect import Signature

from typer.core import TyperCommand
from typer.main import get_command_from_info
from typer.models import CommandInfo


def deferred_function(target: str, *, help: str | None = None) -> Any:
    """A function that a Typer app, told of `cls=FUNCTION.command`, makes a command of. Its module is imported when the command is
    run, or when more is asked of it than its name and help."""
    deferred = _Deferred(target)

    def function(*args: Any, **kwargs: Any) -> Any:
        return deferred.resolve()(*args, **kwargs)

    function.__name__ = target.rpartition(":")[2]
    function.__doc__ = help
    told: Any = function
    told.__signature__, told.__annotations__ = Signature(), {}
    told.command = _command_of(deferred, help is not None)
    return function


def _command_of(deferred: _Deferred, is_helped: bool) -> Any:
    """The class of the command that stands for one of a function; whether its help is that of the function."""

    class DeferredFunctionCommand(TyperCommand):
        def __init__(self, **given: Any) -> None:
            vars_of = object.__getattribute__(self, "__dict__")
            vars_of["given"] = given
            vars_of["shown"] = TyperCommand(**given)

        def __getattribute__(self, name: str) -> Any:
            vars_of = object.__getattribute__(self, "__dict__")
            if "command" not in vars_of:
                if name in _SHOWN_OF_FUNCTION:
                    return getattr(vars_of["shown"], name)
                vars_of["command"] = _command_for(deferred.resolve(), vars_of["given"], is_helped)
            return getattr(vars_of["command"], name)

        def __setattr__(self, name: str, value: Any) -> None:
            self.callback  # noqa: B018 (imports it)
            setattr(object.__getattribute__(self, "__dict__")["command"], name, value)

        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            return self.main(*args, **kwargs)

        def __repr__(self) -> str:
            return f"<{self.__class__.__name__} {self.name}>"

    return DeferredFunctionCommand


def _command_for(function: Any, given: dict[str, Any], is_helped: bool) -> Any:
    """The command of a function, with what it was given where it was made."""
    said = {name: given[name] for name in vars(CommandInfo()) if name in given}
    said["callback"] = function
    if is_helped:
        del said["help"]
    passed = {"rich_markup_mode": given["rich_markup_mode"]} if "rich_markup_mode" in given else {}
    if "pretty_exceptions_short" in get_command_from_info.__code__.co_varnames:
        passed["pretty_exceptions_short"] = True
    return get_command_from_info(CommandInfo(**said), **passed)


# What a group asks of a command to list it.
_SHOWN_OF_FUNCTION = frozenset(
    {"__class__", "name", "help", "short_help", "hidden", "deprecated", "rich_help_panel", "get_short_help_str"}
)
