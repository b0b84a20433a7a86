from __future__ import annotations

from dockyard import Image
from framely import Frame
from heavy import Thing

from app import bus


class Base:
    def on_frame(self, event: Frame): ...


class Listener(Base):
    def on_other(self, event: int): ...


class Commands:
    def run(self, what: Thing): ...


class Plain:
    """Nobody is handed this one."""

    def load(self, image: Image): ...


def main():
    for name, event in bus.events(Listener):
        print(name, event.__name__)
    for name, types in bus.options(Commands).items():
        print(name, sorted(types))
