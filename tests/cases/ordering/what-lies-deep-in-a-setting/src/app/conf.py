import argparse
import types

CONF = {"db": {"hosts": [], "url": "a"}}
OTHER = {"db": {"hosts": []}}
PLAIN = {"mode": "a"}
VIEW = types.MappingProxyType(PLAIN)
OPTIONS = argparse.Namespace()


TABLE = {"x": 1, "y": 1}


class Settings:
    debug = False
    name = "app"


settings = Settings()


class Limits:
    most = 1

    def get(self):
        return self.most
