//! Names whose use says something about effects, apart from the rules about packages.
mod known;

/// Methods that leave their object as it is, whatever common type it has.
const READING_METHODS: &[&str] = &[
    "join",
    "split",
    "rsplit",
    "splitlines",
    "strip",
    "lstrip",
    "rstrip",
    "lower",
    "upper",
    "title",
    "format",
    "replace",
    "encode",
    "decode",
    "startswith",
    "endswith",
    "items",
    "keys",
    "values",
    "get",
    "copy",
    "index",
    "count",
    "union",
    "intersection",
    "difference",
    "joinpath",
    "with_suffix",
    "with_name",
    "partition",
    "rpartition",
    "removeprefix",
    "removesuffix",
    "casefold",
    "zfill",
    "ljust",
    "rjust",
    "center",
    "hex",
    "total_seconds",
    "issubset",
    "issuperset",
    "setter",
    "__new__",
    "__init__",
    "getter",
    "deleter",
    "as_posix",
    "is_absolute",
];

/// Methods that change their object in place, harmless where the object is the module's own.
const CHANGING_METHODS: &[&str] = &[
    "append",
    "extend",
    "insert",
    "remove",
    "pop",
    "popitem",
    "clear",
    "sort",
    "reverse",
    "add",
    "discard",
    "update",
    "setdefault",
    "appendleft",
    "extendleft",
    "intersection_update",
    "difference_update",
    "move_to_end",
];

/// Calls that hand out what everybody shares.
const SHARED_OBJECTS: &[&str] = &[
    "logging.getLogger",
    "decimal.getcontext",
    "threading.current_thread",
    "threading.main_thread",
    "asyncio.get_event_loop",
    "sys._getframe",
    "importlib.import_module",
    "inspect.currentframe",
    "inspect.getmodule",
    "operator.attrgetter",
];

/// Whether calling a dotted name hands out an object that others have, too.
pub(super) fn is_shared_object(name: &str) -> bool {
    SHARED_OBJECTS.contains(&name)
}

/// Whether a method of this name enters something into its object.
pub(super) fn registers(method: &str) -> bool {
    matches!(
        method,
        "append"
            | "appendleft"
            | "add"
            | "insert"
            | "setdefault"
            | "update"
            | "extend"
            | "extendleft"
            | "connect"
            | "subscribe"
    ) || method.starts_with("register")
        || method.starts_with("add_")
        || method.starts_with("include")
}

/// Whether calling this method changes nothing.
pub(super) fn only_reads(method: &str) -> bool {
    READING_METHODS.contains(&method)
}

/// Whether calling this method changes its object and nothing else.
pub(super) fn changes_its_object(method: &str) -> bool {
    CHANGING_METHODS.contains(&method)
}

pub(super) use known::{call, changed};
