import typer
from typer.core import TyperGroup
from typer.main import get_group_from_info
from typer.models import TyperInfo


class DeferredTyper(typer.Typer):
    """A Typer app whose module is imported when one of its commands is run, or when more is asked of it than its name and help."""

    def __init__(
        self,
        target: str,
        name: str,
        *,
        help: str | None = None,
        short_help: str | None = None,
        hidden: bool = False,
        deprecated: bool | str = False,
    ) -> None:
        texts: Any = {"help": help, "short_help": short_help, "hidden": hidden, "deprecated": deprecated}
        texts = {name: text for name, text in texts.items() if text}
        super().__init__(cls=_group(_Deferred(target), frozenset(texts)), name=name, **texts)


def _group(deferred: _Deferred, texts: frozenset[str]) -> Any:
    """The class of the group that stands for an app; the app itself has these texts."""

    class DeferredGroup(TyperGroup):
        def __init__(self, **given: Any) -> None:
            vars_of = object.__getattribute__(self, "__dict__")
            vars_of["given"] = given
            vars_of["shown"] = TyperGroup(**given)

        def __getattribute__(self, name: str) -> Any:
            vars_of = object.__getattribute__(self, "__dict__")
            if "group" not in vars_of:
                if name in _SHOWN_OF_GROUP:
                    return getattr(vars_of["shown"], name)
                vars_of["group"] = _built(deferred.resolve(), vars_of["given"], texts)
            return getattr(vars_of["group"], name)

        def __setattr__(self, name: str, value: Any) -> None:
            self.callback  # noqa: B018 (imports it)
            setattr(object.__getattribute__(self, "__dict__")["group"], name, value)

        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            return self.main(*args, **kwargs)

        def __repr__(self) -> str:
            return f"<{self.__class__.__name__} {self.name}>"

    return DeferredGroup


def _built(app: typer.Typer, given: dict[str, Any], texts: frozenset[str]) -> Any:
    """The group of an app, with what it was given where it was added."""
    defaults = vars(TyperInfo())
    own = {
        name: value
        for name, value in given.items()
        if name in defaults and name not in texts and name not in _FROM_FUNCTIONS and value != defaults[name].value
    }
    info = TyperInfo(app, **{**own, "name": given["name"]})
    known = get_group_from_info.__code__.co_varnames
    passed = {name: given[name] for name in ("rich_markup_mode", "suggest_commands") if name in known and name in given}
    if "pretty_exceptions_short" in known:
        passed["pretty_exceptions_short"] = True
    return get_group_from_info(info, **passed)


# What a group asks of another one to list it.
_SHOWN_OF_GROUP = frozenset(
    {"name", "help", "short_help", "hidden", "deprecated", "rich_help_panel", "get_short_help_str"}
)
# What is made of functions, of which a stand-in has none.
_FROM_FUNCTIONS = frozenset({"callback", "params", "result_callback", "cls"})
