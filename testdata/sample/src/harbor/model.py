"""Plain data: a fleet and its vessels."""

from __future__ import annotations

from dataclasses import dataclass, field

from harbor.errors import UnknownVessel


@dataclass
class Vessel:
    name: str
    berth: str
    load: float = 0.0


@dataclass
class Fleet:
    vessels: list[Vessel] = field(default_factory=list)

    def find(self, name: str) -> Vessel:
        for vessel in self.vessels:
            if vessel.name == name:
                return vessel
        raise UnknownVessel(name)

    def loads(self) -> list[float]:
        return [vessel.load for vessel in self.vessels]
