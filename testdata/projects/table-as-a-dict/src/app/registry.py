"""Everything by name."""
import argparse

from app.providers import keel, plain
from app.providers.keel import KeelProvider
from app.providers.plain import PlainProvider as Plain

PROVIDERS = {"plain": Plain, "keel": KeelProvider, "nothing": None, "text": "app.providers.keel:KeelProvider"}
MAKERS = dict(keel=keel.make, int=int)
MODULES = {}
MODULES["keel"] = keel
MODULES["plain"] = plain
NAMES = sorted(PROVIDERS)


class Factory:
    kinds = {"keel": KeelProvider, "plain": Plain}

    def make(self, kind):
        return self.kinds[kind]()


def parser():
    made = argparse.ArgumentParser(prog="app")
    made.add_argument("provider", choices=PROVIDERS)
    return made
