import inspect
import typing


def events(cls):
    for name, method in inspect.getmembers(cls, inspect.isfunction):
        if name.startswith("on_"):
            yield name, inspect.get_annotations(method, eval_str=True)["event"]


def options(cls):
    found = {}
    for name in dir(cls):
        method = getattr(cls, name)
        if not name.startswith("_"):
            found[name] = typing.get_type_hints(method)
    return found
