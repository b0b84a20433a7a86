"""All providers by name."""

from app.providers.container import ContainerProvider
from app.providers.plain import PlainProvider
from app.providers.table import TableProvider

PROVIDERS: dict[str, type] = {}


def register(name, provider, *, replace=False):
    if name in PROVIDERS and not replace:
        raise ValueError(f"there is a provider {name!r} already")
    PROVIDERS[name] = provider


register("plain", PlainProvider)
register("container", provider=ContainerProvider)  # needs the engine
register("table", TableProvider, replace=True)


def names():
    return list(PROVIDERS)


def provider(name):
    try:
        return PROVIDERS[name]()
    except KeyError:
        raise ValueError(f"unknown provider {name!r}, choose from {', '.join(PROVIDERS)}") from None
