import functools
import threading
import weakref


class Base:
    value = 1
    other = 1


class Child(Base):
    def get(self):
        return super().value


class Meta(type):
    value = 1


class Made(metaclass=Meta):
    pass


def marked():
    return marked.value


marked.value = 1


def with_default(value=1):
    return value


@functools.singledispatch
def shown(value):
    return "anything"


@functools.singledispatch
def told(value):
    return "anything"


@functools.lru_cache
def remembered(value):
    return value


class Shape:
    pass


class Point:
    def __init__(self):
        self.at = 0


POINT = Point()
HELD = weakref.ref(POINT)
LOCK = threading.Lock()
