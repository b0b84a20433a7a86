from __future__ import annotations

import typing

if typing.TYPE_CHECKING:
    from ballast import Keel

from ballast import errors
from ballast.hull import frames


def ribs(keel: Keel) -> int:
    return keel.weight * frames.COUNT


def fail(error: errors.Leak | None = None):
    try:
        raise error or errors.Leak("none")
    except errors.Leak as leak:
        return str(leak)


def keel() -> Keel:
    from ballast import Keel

    return Keel(3)
