//! Names of methods that say what they do to their object, whatever it is.
use crate::rules::EffectKind;

/// Methods that leave their object as it is, whatever common type it has.
const READING_METHODS: &[&str] = &[
    // Of named tuples.
    "_asdict",
    "_replace",
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
    "exists",
    "is_file",
    "is_dir",
    "read_text",
    "read_bytes",
    "stat",
    "resolve",
    "absolute",
    "relative_to",
    "is_relative_to",
    "is_absolute",
    "match",
    "search",
    "fullmatch",
    "finditer",
    "findall",
    "sub",
    "subn",
    "isdigit",
    "isalpha",
    "isalnum",
    "isdecimal",
    "isnumeric",
    "isidentifier",
    "islower",
    "isupper",
    "isspace",
    "istitle",
    "isascii",
    "isprintable",
    "capitalize",
    "swapcase",
    "expandtabs",
    "translate",
    "rfind",
    "find",
    "rindex",
    "as_tuple",
    "bit_length",
    "as_integer_ratio",
    "group",
    "groups",
    "groupdict",
    "span",
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
    "rotate",
    "subtract",
    "symmetric_difference_update",
    "__iadd__",
    "__iand__",
    "__imul__",
    "__ior__",
    "__isub__",
    "__ixor__",
];

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

/// Whether a method of this name is one of texts, containers and the like, which run no code of anybody's.
pub fn is_method_of_values(method: &str) -> bool {
    only_reads(method) || changes_its_object(method)
}

/// Whether a container's method of this name compares or hashes elements.
pub(super) fn compares(method: &str) -> bool {
    matches!(
        method,
        "add"
            | "discard"
            | "remove"
            | "index"
            | "count"
            | "sort"
            | "update"
            | "union"
            | "intersection"
            | "difference"
            | "__contains__"
            | "__eq__"
            | "__repr__"
            | "__str__"
            | "setdefault"
            | "extend"
    )
}

/// Whether the first argument of this method is a key.
pub(super) fn takes_a_key(method: &str) -> bool {
    matches!(
        method,
        "get" | "pop" | "setdefault" | "__getitem__" | "__contains__" | "__setitem__" | "__delitem__"
    )
}

/// Whether what a builtin of this name makes never changes, whatever calls its methods.
pub(super) fn is_immutable(builtin: &str) -> bool {
    matches!(
        builtin,
        "str"
            | "bytes"
            | "int"
            | "float"
            | "complex"
            | "bool"
            | "tuple"
            | "frozenset"
            | "range"
            | "slice"
            | "repr"
            | "format"
            | "len"
            | "hash"
            | "id"
            | "abs"
            | "round"
    )
}

/// Functions whose name alone says that they change what is not theirs, whatever they belong to.
pub(super) fn says_what_it_does(name: &str) -> Option<EffectKind> {
    match name.rsplit_once('.')?.1 {
        "register" => Some(EffectKind::Registration),
        "patch_all" | "monkey_patch" => Some(EffectKind::Patching),
        _ => None,
    }
}
