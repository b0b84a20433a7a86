"""Ships."""
from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Ship:
    """A ship."""

    name: str
    load: int = 0
    tags: list = field(default_factory=list)

    def heavier(self, other: Ship, by: int = 1) -> bool:
        return self.load >= other.load + by


def describe(ship: Ship, *, width: int = 20) -> str:
    return f"{ship.name:<{width}}{ship.load}"
