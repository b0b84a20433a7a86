import logging

from app.encoding import dumps
from app.ring import RingHandler


def kinds():
    return [kind.__name__ for kind in logging.Handler.__subclasses__() if kind.__module__.startswith("app")]


def made():
    return dumps({"a": {1}}), RingHandler().level
