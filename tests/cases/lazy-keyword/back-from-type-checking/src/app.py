from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heavy import Thing


def grow(thing: Thing) -> Thing:
    from heavy import Thing

    return Thing(thing.size + 1)
