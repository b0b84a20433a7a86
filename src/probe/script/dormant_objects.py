"""What hangs below the names of modules: tables of references, so that two looks at them can be compared.

Values are never asked anything that they could answer with code of their own: types are taken with `type`, and dictionaries
of instances with `object.__getattribute__`.
"""

import _abc
from _collections import deque
from _operator import is_
from sys import modules

MODULE = type(_abc)
PROXY = type(type.__dict__)
FUNCTION = type(lambda: None)
PLAIN = (int, float, complex, str, bytes, bool, type(None), tuple, frozenset)
LEAVES = frozenset(
    map(type, (len, str.join, str.__add__, type.__dict__["__module__"], "".join, classmethod(len), staticmethod(len), property()))
)
DEPTH = 4  # how far below a module's globals
MOST_ITEMS = 20_000  # of one container: beyond, only its size counts
MOST_NODES = 400_000

# Names that the interpreter itself writes, and caches: what they hold matters to their owner alone.
NAMES = frozenset(
    "__warningregistry__ __package__ __builtins__ __annotations__ __annotations_cache__ __annotate__ __annotate_func__ __doc__"
    " __static_attributes__ __firstlineno__ __abstractmethods__ _abc_impl __spec__ __loader__ __cached__ __weakref__"
    " _value2member_map_ _member_map_ _hashable_values_ _unhashable_values_ _unhashable_values_map_"
    " __class_getitem__ __parameters__ _hash __hash__ _field_defaults __non_callable_proto_members__ __protocol_attrs__".split()
)
CACHES = frozenset(
    "_warnings.filters warnings.filters logging._at_fork_reinit_lock_weakset.data platform._sys_version_cache certifi.core re._cache re._cache2 re._compiler re._parser linecache.cache linecache._register_code typing._overload_registry"
    " typing_extensions._overload_registry typing._caches typing._cleanups typing._lazy_annotationlib"
    " logging.Logger.manager logging.root logging._handlers logging._handlerList logging._loggerClass warnings.onceregistry"
    " threading._active threading._dangling threading._limbo threading._counter threading._shutdown_locks"
    " weakref.finalize sys.modules sys.path_importer_cache importlib._bootstrap._module_locks"
    " _frozen_importlib._module_locks _frozen_importlib._blocking_on functools._lru_cache_wrapper struct._cache"
    " os.environ posix.environ tokenize._compile abc.ABCMeta zipimport._zip_directory_cache importlib.metadata"
    " sysconfig._CONFIG_VARS sysconfig._CONFIG_VARS_INITIALIZED platform._uname_cache platform._platform_cache"
    " locale._setlocale _strptime random._inst inspect._filesbymodname inspect.modulesbyfile ast._Precedence"
    " contextlib._GeneratorContextManager dataclasses._MODULE_IDENTIFIER_RE encodings._cache codecs._cache"
    " string.Template gettext._translations decimal.DefaultContext uuid._node socket._socketmethods".split()
)


class Node:
    """A container or a namespace, and its content when it was looked at."""

    __slots__ = ("path", "value", "table", "owner")

    def __init__(self, path, value, owner):
        self.path, self.value, self.owner = path, value, owner
        self.table = self.look()

    def look(self):
        return content(self.value)


class Registry(Node):
    """The classes that an abstract base class was told about by `register`."""

    __slots__ = ()

    def look(self):
        return tuple(filter(None, (reference() for reference in _abc._get_dump(self.value)[0])))


class Objects:
    """Every node found so far, each once, under the path by which it was found first."""

    def __init__(self):
        self.nodes = {}
        self.seen = {}

    def add_module(self, name, module):
        """Looks at a module that has just been executed."""
        if not issubclass(type(module), MODULE) or id(module) in self.seen:
            return
        shallow = name in ("sys", "builtins", "_frozen_importlib", "_frozen_importlib_external")
        pending = [(name, module, 0)]
        while pending and len(self.nodes) < MOST_NODES:
            path, value, depth = pending.pop()
            if id(value) in self.seen or path in CACHES:
                continue
            table = content(value)
            if table is None:
                continue
            self.seen[id(value)] = value
            self.nodes.setdefault(path, Node(path, value, name))
            if issubclass(type(value), type) and "_abc_impl" in table:
                self.nodes.setdefault(f"{path}.register", Registry(f"{path}.register", value, name))
            if depth < DEPTH and not shallow and isinstance(table, dict):
                pending.extend(below(path, value, table, depth))
            elif depth < DEPTH and not shallow and isinstance(table, tuple) and len(table) < 200:
                pending.extend((f"{path}[{at}]", item, depth + 1) for at, item in enumerate(table) if walked(item, depth))

    def changes(self, node):
        """What became of a node since it was last looked at: (how, key) pairs. The next look starts from here."""
        before, after = node.table, node.look()
        node.table = after
        if isinstance(before, dict) and isinstance(after, dict):
            return list(of_tables(node, before, after))
        if isinstance(before, tuple) and isinstance(after, tuple):
            if len(before) == len(after) and all(map(is_, before, after)):
                return []
            old, new = set(map(mark, before)), set(map(mark, after))
            grown = [("added", brief(item)) for item in after if mark(item) not in old]
            return grown + [("removed", brief(item)) for item in before if mark(item) not in new]
        return [("changed", "")] if before != after else []


def mark(item):
    """What tells an item of a list or set from another: plain values by what they are, others by which they are."""
    return (type(item), item) if type(item) in (int, float, str, bytes, bool, type(None)) else id(item)


def of_tables(node, before, after):
    is_module = issubclass(type(node.value), MODULE)
    is_namespace = is_module or not issubclass(type(node.value), (dict, PROXY))
    for key, value in after.items():
        if is_namespace and (key in NAMES or is_module and is_submodule(node.value, key, value)):
            continue
        if type(key) is str and f"{node.path}.{key}" in CACHES:
            continue
        if key not in before:
            yield ("set" if is_namespace else "added"), brief(key)
        elif not same(before[key], value):
            yield "replaced", brief(key)
    for key in before:
        if key not in after and not (is_namespace and key in NAMES):
            yield ("deleted" if is_namespace else "removed"), brief(key)


def same(left, right):
    if left is right:
        return True
    kinds = type(left), type(right)
    try:
        return kinds[0] is kinds[1] and kinds[0] in PLAIN and left == right
    except Exception:
        return False


def is_submodule(module, name, value):
    """Whether the import system bound this: a submodule in its package."""
    if not issubclass(type(value), MODULE):
        return False
    space = object.__getattribute__(module, "__dict__")
    listed = modules.get(f"{space.get('__name__')}.{name}")
    return listed is value or str(object.__getattribute__(value, "__dict__").get("__name__")).rpartition(".")[2] == name


def content(value):
    """A namespace or dictionary as a dict, a list or set as a tuple, a large one as its size, and anything else as None."""
    kind = type(value)
    try:
        if issubclass(kind, MODULE):
            return dict(object.__getattribute__(value, "__dict__"))
        if issubclass(kind, type):
            return dict(type.__dict__["__dict__"].__get__(value))
        if issubclass(kind, dict):
            return dict(dict.items(value)) if dict.__len__(value) < MOST_ITEMS else dict.__len__(value)
        if issubclass(kind, list):
            return tuple(list.__iter__(value)) if list.__len__(value) < MOST_ITEMS else list.__len__(value)
        if issubclass(kind, set):
            return tuple(set.__iter__(value)) if set.__len__(value) < MOST_ITEMS else set.__len__(value)
        if kind is deque:
            return tuple(value)
        if kind is PROXY:
            return dict(value)
        namespace = object.__getattribute__(value, "__dict__")
        return dict(namespace) if type(namespace) is dict else None
    except Exception:
        return None


def walked(value, depth):
    """Whether there may be something below a value that is worth a look."""
    kind = type(value)
    if kind in PLAIN or kind in LEAVES or kind.__name__ == "ModuleSpec" or issubclass(kind, MODULE) or kind.__module__ == "logging":
        return False
    if kind is FUNCTION:
        return bool(value.__dict__) and depth < 2
    return True


def below(path, value, table, depth):
    is_namespace = not issubclass(type(value), (dict, PROXY))
    for key, item in table.items():
        if not walked(item, depth) or is_namespace and key in NAMES:
            continue
        name = f"{path}.{key}" if is_namespace else f"{path}[{brief(key)}]"
        if issubclass(type(item), type):
            name = qualified(item)
        yield name, item, depth + 1


def qualified(kind):
    """The dotted name of a class, as it says itself."""
    space = type.__dict__["__dict__"].__get__(kind)
    module = space.get("__module__")
    name = type.__dict__["__qualname__"].__get__(kind)
    return f"{module if isinstance(module, str) else 'builtins'}.{name}"


def brief(key):
    """A key or item in a few characters, without calling code of its own."""
    if type(key) in (str, int, bytes, bool, float, type(None)):
        text = key if type(key) is str and key.isidentifier() else repr(key)
        return text if len(text) <= 60 else text[:57] + "..."
    if issubclass(type(key), type):
        return qualified(key)
    if type(key) is FUNCTION:
        return f"{key.__module__}.{key.__qualname__}"
    return f"<{type(key).__name__}>"
