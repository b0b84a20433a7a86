//! Names whose use says something about effects, apart from the rules about packages.
pub(super) mod known;

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

/// Things outside the program that a module may read while it executes: what they hold then is not what they hold later.
const SURROUNDINGS: &[&str] = &[
    "os.environ",
    "os.environb",
    "os.getenv",
    "os.getcwd",
    "sys.argv",
    "sys.path",
    "sys.modules",
    "sys.stdin",
    "sys.stdout",
    "sys.stderr",
    "sys.flags",
    "sys.meta_path",
];

/// Things whose change matters to whatever is imported after it.
const WINDOWS: &[&str] = &[
    "os.environ",
    "os.putenv",
    "os.unsetenv",
    "os.chdir",
    "os.umask",
    "sys.path",
    "sys.meta_path",
    "sys.path_hooks",
    "sys.modules",
    "sys.argv",
    "sys.stdout",
    "sys.stderr",
    "sys.setrecursionlimit",
    "warnings.filterwarnings",
    "warnings.simplefilter",
    "warnings.catch_warnings",
    "warnings.resetwarnings",
    "locale.setlocale",
    "site.addsitedir",
    "signal.signal",
    "socket.setdefaulttimeout",
    "multiprocessing.set_start_method",
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

/// Metaclasses that register nothing but the class's own members.
const HARMLESS_METACLASSES: &[&str] = &[
    "abc.ABCMeta",
    "enum.EnumMeta",
    "enum.EnumType",
    "type",
    "typing.NamedTupleMeta",
];

/// Whether a metaclass of these names registers nothing.
pub(super) fn is_harmless_metaclass(names: &[String]) -> bool {
    names.iter().any(|name| HARMLESS_METACLASSES.contains(&name.as_str()))
}

/// Whether calling a dotted name hands out an object that others have, too.
pub(super) fn is_shared_object(name: &str) -> bool {
    SHARED_OBJECTS.contains(&name)
}

/// Methods that hand out a part of their object, rather than something new.
pub(super) fn hands_out_a_part(method: &str) -> bool {
    matches!(
        method,
        "get" | "items" | "values" | "pop" | "popitem" | "setdefault" | "__getitem__"
    )
}

/// Whether a function of this name looks at the path or the text of a file, and changes neither.
pub(super) fn only_looks_at_files(name: &str) -> bool {
    matches!(
        name,
        "abspath"
            | "realpath"
            | "resolve"
            | "absolute"
            | "exists"
            | "is_file"
            | "is_dir"
            | "isfile"
            | "isdir"
            | "read_text"
            | "read_bytes"
    )
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

fn is_or_below(name: &str, of: &str) -> bool {
    name.strip_prefix(of)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Builtins that look something up or make a value, besides those that the rules list.
const LOOKING_BUILTINS: &[&str] = &[
    "getattr",
    "hasattr",
    "issubclass",
    "callable",
    "id",
    "repr",
    "hash",
    "iter",
    "next",
    "abs",
    "round",
    "ord",
    "chr",
];

/// Whether calling a builtin of this name changes nothing.
pub(super) fn is_harmless_builtin(name: &str) -> bool {
    LOOKING_BUILTINS.contains(&name)
}

/// Whether calling this method changes nothing.
pub(super) fn only_reads(method: &str) -> bool {
    READING_METHODS.contains(&method)
}

/// Whether a method of a compiled pattern does no more than to look at a text.
pub(super) fn matches_a_pattern(method: &str) -> bool {
    matches!(
        method,
        "match" | "search" | "fullmatch" | "finditer" | "findall" | "sub" | "subn" | "split"
    )
}

/// Whether calling this method changes its object and nothing else.
pub(super) fn only_changes_its_object(method: &str) -> bool {
    CHANGING_METHODS.contains(&method)
}

/// Whether a dotted name is something outside the program.
pub(super) fn is_surroundings(name: &str) -> bool {
    SURROUNDINGS.iter().any(|known| is_or_below(name, known))
}

/// Whether changing or calling a dotted name changes what later imports find.
pub(super) fn opens_window(name: &str) -> bool {
    WINDOWS.iter().any(|known| is_or_below(name, known))
        || matches!(
            name.rsplit('.').next(),
            Some("patch_all" | "monkey_patch" | "install_import_hook")
        )
}
