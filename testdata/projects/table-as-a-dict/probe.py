import copy
import json
import pickle
import types
from collections import ChainMap, OrderedDict

from app import registry
from app.registry import MAKERS, MODULES, NAMES, PROVIDERS, Factory

print(NAMES, len(PROVIDERS), "keel" in PROVIDERS, "x" in PROVIDERS, list(reversed(PROVIDERS)), bool(PROVIDERS))
print(isinstance(PROVIDERS, dict), PROVIDERS["text"], PROVIDERS.get("nothing", 1), PROVIDERS.get("x", 1), PROVIDERS.get("x"))
print(registry.parser().parse_args(["keel"]))
try:
    PROVIDERS["x"]
except KeyError as error:
    print("KeyError", error, error.__context__)
first = PROVIDERS["keel"]
print(first is PROVIDERS["keel"] is PROVIDERS.get("keel") is dict(PROVIDERS)["keel"], first(3))
print(repr(PROVIDERS), PROVIDERS == dict(PROVIDERS), dict(PROVIDERS) == PROVIDERS, PROVIDERS != {})
print(list(PROVIDERS.items()), list(PROVIDERS.values()), list(PROVIDERS.keys()), sorted(PROVIDERS))


def named(table):
    return type(table).__name__, {name: getattr(value, "__name__", value) for name, value in table.items()}


print(named({**MAKERS, "x": 1}), named(MAKERS | {"y": 2}), named({"z": 3} | MAKERS), named(OrderedDict(MAKERS)))
print(ChainMap({}, MAKERS)["keel"](2))


def call(**makers):
    return sorted((name, make("4") if name == "int" else make(4)) for name, make in makers.items())


print(call(**MAKERS), named(MAKERS.copy()), copy.copy(MAKERS) == MAKERS, copy.deepcopy(MAKERS) == MAKERS)
print(pickle.loads(pickle.dumps(PROVIDERS)) == PROVIDERS, pickle.dumps(dict(PROVIDERS)) == pickle.dumps(PROVIDERS.copy()))
print(json.dumps({"a": {name: value.__name__ for name, value in MODULES.items()}}), MODULES["plain"].label)
print(types.MappingProxyType(PROVIDERS)["plain"].label, "%(text)s" % PROVIDERS, "{text}".format_map(PROVIDERS))
print(Factory().make("keel"), Factory.kinds["plain"].label, Factory().make("plain").label)
match PROVIDERS:
    case {"keel": found, "plain": other}:
        print(found, other)
PROVIDERS["keel"] = "new"
print(PROVIDERS["keel"], PROVIDERS.pop("plain").label, PROVIDERS.pop("plain", 5), PROVIDERS.setdefault("nothing", 3))
print(PROVIDERS.setdefault("more", 3), MAKERS.popitem()[0], MAKERS.popitem()[1](5), len(MAKERS))
PROVIDERS.update(keel=first)
PROVIDERS |= {"last": 9}
del PROVIDERS["text"]
print(PROVIDERS, list(PROVIDERS))
PROVIDERS.clear()
print(PROVIDERS, type(PROVIDERS.copy()))
