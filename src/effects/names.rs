//! Names whose use says something about effects, apart from the rules about packages.

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

/// Calls by which a module changes the process or the interpreter for everybody, whoever makes them.
const GLOBAL_CHANGES: &[&str] = &[
    "codecs.register",
    "copyreg.pickle",
    "faulthandler.enable",
    "gc.disable",
    "gc.set_threshold",
    "locale.setlocale",
    "logging.basicConfig",
    "logging.config.dictConfig",
    "logging.config.fileConfig",
    "logging.disable",
    "logging.setLoggerClass",
    "logging.setLogRecordFactory",
    "multiprocessing.set_start_method",
    "os.chdir",
    "os.putenv",
    "os.umask",
    "os.unsetenv",
    "random.seed",
    "readline.parse_and_bind",
    "resource.setrlimit",
    "signal.signal",
    "site.addsitedir",
    "socket.setdefaulttimeout",
    "sys.excepthook",
    "sys.setrecursionlimit",
    "sys.setswitchinterval",
    "sys.settrace",
    "threading.settrace",
    "decimal.setcontext",
    "asyncio.set_event_loop_policy",
    "print",
];

/// Objects of the standard library that a change of changes everybody's world.
const SHARED_OBJECTS: &[&str] = &[
    "os.environ",
    "sys.path",
    "sys.meta_path",
    "sys.path_hooks",
    "sys.modules",
    "sys.argv",
    "copyreg.dispatch_table",
    "warnings.filters",
    "builtins",
];

/// Whether calling a dotted name changes the world for everybody: only what is known to.
pub(super) fn changes_everything(name: &str) -> bool {
    let (object, method) = name.rsplit_once('.').unwrap_or((name, ""));
    GLOBAL_CHANGES.contains(&name)
        || method == "patch_all"
        // A finder at the end is asked only for what nobody else finds.
        || (name != "sys.meta_path.append" && SHARED_OBJECTS.contains(&object) && (only_changes_its_object(method) || method == "update"))
        || (name.starts_with("contextvars.ContextVar") && method == "set")
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
