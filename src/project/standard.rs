//! What is known of every CPython without looking: which names are the standard library's, which are compiled into the
//! interpreter, and which are loaded before a program starts. Tables only; each says how it was made.

/// Whether a top-level name belongs to the standard library of any CPython from 3.9 to 3.15, on any platform.
pub fn is_standard(top_level: &str) -> bool {
    STANDARD.binary_search(&top_level).is_ok()
}

/// Whether the dotted name of a module of the standard library may begin so: `asyn`, `asyncio.ta`.
pub fn may_begin(text: &str) -> bool {
    match text.split_once('.') {
        Some((top_level, _)) => is_standard(top_level),
        None => STANDARD.iter().any(|name| name.starts_with(text)),
    }
}

/// Whether a top-level module is compiled into every usual CPython, so that no file of its name is ever looked for.
pub fn is_builtin(top_level: &str) -> bool {
    BUILTIN.binary_search(&top_level).is_ok()
}

/// Whether a name is one of the builtins, which every module sees without binding it.
pub fn is_builtin_name(name: &str) -> bool {
    BUILTIN_NAMES.binary_search(&name).is_ok()
}

/// Whether a top-level module of the standard library is frozen or loaded before the program's own path is searched, so
/// that a file of the same name in the project is not found.
pub fn is_unshadowable(top_level: &str) -> bool {
    STARTUP.binary_search(&top_level).is_ok() || matches!(top_level, "ntpath" | "runpy")
}

/// The modules that a bare interpreter has loaded before it runs a program: importing them costs nothing. Sorted.
///
/// Made with `python -c 'import sys; print(*sorted(sys.modules))'` in fresh virtual environments without any `.pth` file
/// (Linux, UTF-8), as the intersection of CPython 3.10.13, 3.11.7, 3.12.1 and 3.13.0. With `-I` the result is the same.
/// 3.9.18 has all of them too; 3.15.2 all but `io`; 3.13 also `linecache`, 3.15 also `errno` and `linecache`.
pub fn bare_startup_modules() -> &'static [&'static str] {
    STARTUP
}

/// The names of `dir(builtins)` of CPython 3.13 that are not private. Sorted.
/// Not in `rules/`: Python tells them: `python -c "import builtins; print(dir(builtins))"`.
#[rustfmt::skip]
const BUILTIN_NAMES: &[&str] = &[
    "ArithmeticError", "AssertionError", "AttributeError", "BaseException", "BaseExceptionGroup", "BlockingIOError",
    "BrokenPipeError", "BufferError", "BytesWarning", "ChildProcessError", "ConnectionAbortedError",
    "ConnectionError", "ConnectionRefusedError", "ConnectionResetError", "DeprecationWarning", "EOFError", "Ellipsis",
    "EncodingWarning", "EnvironmentError", "Exception", "ExceptionGroup", "False", "FileExistsError",
    "FileNotFoundError", "FloatingPointError", "FutureWarning", "GeneratorExit", "IOError", "ImportError",
    "ImportWarning", "IndentationError", "IndexError", "InterruptedError", "IsADirectoryError", "KeyError",
    "KeyboardInterrupt", "LookupError", "MemoryError", "ModuleNotFoundError", "NameError", "None",
    "NotADirectoryError", "NotImplemented", "NotImplementedError", "OSError", "OverflowError",
    "PendingDeprecationWarning", "PermissionError", "ProcessLookupError", "PythonFinalizationError", "RecursionError",
    "ReferenceError", "ResourceWarning", "RuntimeError", "RuntimeWarning", "StopAsyncIteration", "StopIteration",
    "SyntaxError", "SyntaxWarning", "SystemError", "SystemExit", "TabError", "TimeoutError", "True", "TypeError",
    "UnboundLocalError", "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeError", "UnicodeTranslateError",
    "UnicodeWarning", "UserWarning", "ValueError", "Warning", "ZeroDivisionError", "_IncompleteInputError",
    "__build_class__", "__debug__", "__import__", "abs", "aiter", "all", "anext", "any", "ascii", "bin", "bool",
    "breakpoint", "bytearray", "bytes", "callable", "chr", "classmethod", "compile", "complex", "copyright",
    "credits", "delattr", "dict", "dir", "divmod", "enumerate", "eval", "exec", "exit", "filter", "float", "format",
    "frozenset", "getattr", "globals", "hasattr", "hash", "help", "hex", "id", "input", "int", "isinstance",
    "issubclass", "iter", "len", "license", "list", "locals", "map", "max", "memoryview", "min", "next", "object",
    "oct", "open", "ord", "pow", "print", "property", "quit", "range", "repr", "reversed", "round", "set", "setattr",
    "slice", "sorted", "staticmethod", "str", "sum", "super", "tuple", "type", "vars", "zip",
];

/// Not in `rules/`: Python tells them: `python -X importtime`.
#[rustfmt::skip]
const STARTUP: &[&str] = &[
    "__main__", "_abc", "_codecs", "_collections_abc", "_frozen_importlib", "_frozen_importlib_external", "_imp",
    "_io", "_signal", "_sitebuiltins", "_stat", "_thread", "_warnings", "_weakref", "abc", "builtins", "codecs",
    "encodings", "encodings.aliases", "encodings.utf_8", "genericpath", "io", "marshal", "os", "os.path", "posix",
    "posixpath", "site", "stat", "sys", "time", "zipimport",
];

/// The union of `sys.builtin_module_names` of CPython 3.9.18 to 3.13.0 as built without options (Linux), plus `_types`
/// (3.14 and later), the frozen import system, and `__main__`. What some distributors compile in besides (`math`,
/// `zlib`, ...) is left out: elsewhere these are files.
/// Not in `rules/`: Python tells them: `sys.builtin_module_names`.
#[rustfmt::skip]
const BUILTIN: &[&str] = &[
    "__main__", "_abc", "_ast", "_codecs", "_collections", "_frozen_importlib", "_frozen_importlib_external",
    "_functools", "_imp", "_io", "_locale", "_operator", "_peg_parser", "_signal", "_sre", "_stat", "_string",
    "_suggestions", "_symtable", "_sysconfig", "_thread", "_tokenize", "_tracemalloc", "_types", "_typing",
    "_warnings", "_weakref", "atexit", "builtins", "errno", "faulthandler", "gc", "itertools", "marshal", "posix",
    "pwd", "sys", "time",
];

/// The union of `sys.stdlib_module_names` of CPython 3.10.13, 3.11.7, 3.12.1, 3.13.0 and 3.15.2, plus what only 3.9 has.
/// Not in `rules/`: Python tells them: `sys.stdlib_module_names`.
#[rustfmt::skip]
const STANDARD: &[&str] = &[
    "__future__", "_abc", "_aix_support", "_android_support", "_apple_support", "_ast", "_ast_unparse", "_asyncio",
    "_bisect", "_blake2", "_bootlocale", "_bootsubprocess", "_bz2", "_codecs", "_codecs_cn", "_codecs_hk",
    "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw", "_collections", "_collections_abc", "_colorize",
    "_compat_pickle", "_compression", "_contextvars", "_crypt", "_csv", "_ctypes", "_curses", "_curses_panel",
    "_datetime", "_dbm", "_decimal", "_elementtree", "_frozen_importlib", "_frozen_importlib_external", "_functools",
    "_gdbm", "_hashlib", "_heapq", "_hmac", "_imp", "_interpchannels", "_interpqueues", "_interpreters", "_io",
    "_ios_support", "_json", "_locale", "_lsprof", "_lzma", "_markupbase", "_math_integer", "_md5", "_msi",
    "_multibytecodec", "_multiprocessing", "_opcode", "_opcode_metadata", "_operator", "_osx_support", "_overlapped",
    "_peg_parser", "_pickle", "_posixshmem", "_posixsubprocess", "_py_abc", "_py_warnings", "_pydatetime",
    "_pydecimal", "_pyio", "_pylong", "_pyrepl", "_queue", "_random", "_remote_debugging", "_scproxy", "_sha1",
    "_sha2", "_sha256", "_sha3", "_sha512", "_signal", "_sitebuiltins", "_socket", "_sqlite3", "_sre", "_ssl",
    "_stat", "_statistics", "_string", "_strptime", "_struct", "_suggestions", "_symtable", "_sysconfig", "_thread",
    "_threading_local", "_tkinter", "_tokenize", "_tracemalloc", "_types", "_typing", "_uuid", "_warnings",
    "_weakref", "_weakrefset", "_winapi", "_wmi", "_zoneinfo", "_zstd", "abc", "aifc", "annotationlib", "antigravity",
    "argparse", "array", "ast", "asynchat", "asyncio", "asyncore", "atexit", "audioop", "base64", "bdb", "binascii",
    "binhex", "bisect", "builtins", "bz2", "cProfile", "calendar", "cgi", "cgitb", "chunk", "cmath", "cmd", "code",
    "codecs", "codeop", "collections", "colorsys", "compileall", "compression", "concurrent", "configparser",
    "contextlib", "contextvars", "copy", "copyreg", "crypt", "csv", "ctypes", "curses", "dataclasses", "datetime",
    "dbm", "decimal", "difflib", "dis", "distutils", "doctest", "email", "encodings", "ensurepip", "enum", "errno",
    "faulthandler", "fcntl", "filecmp", "fileinput", "fnmatch", "formatter", "fractions", "ftplib", "functools", "gc",
    "genericpath", "getopt", "getpass", "gettext", "glob", "graphlib", "grp", "gzip", "hashlib", "heapq", "hmac",
    "html", "http", "idlelib", "imaplib", "imghdr", "imp", "importlib", "inspect", "io", "ipaddress", "itertools",
    "json", "keyword", "lib2to3", "linecache", "locale", "logging", "lzma", "mailbox", "mailcap", "marshal", "math",
    "mimetypes", "mmap", "modulefinder", "msilib", "msvcrt", "multiprocessing", "netrc", "nis", "nntplib", "nt",
    "ntpath", "nturl2path", "numbers", "opcode", "operator", "optparse", "os", "ossaudiodev", "parser", "pathlib",
    "pdb", "pickle", "pickletools", "pipes", "pkgutil", "platform", "plistlib", "poplib", "posix", "posixpath",
    "pprint", "profile", "profiling", "pstats", "pty", "pwd", "py_compile", "pyclbr", "pydoc", "pydoc_data",
    "pyexpat", "queue", "quopri", "random", "re", "readline", "reprlib", "resource", "rlcompleter", "runpy", "sched",
    "secrets", "select", "selectors", "shelve", "shlex", "shutil", "signal", "site", "smtpd", "smtplib", "sndhdr",
    "socket", "socketserver", "spwd", "sqlite3", "sre_compile", "sre_constants", "sre_parse", "ssl", "stat",
    "statistics", "string", "stringprep", "struct", "subprocess", "sunau", "symbol", "symtable", "sys", "sysconfig",
    "syslog", "tabnanny", "tarfile", "telnetlib", "tempfile", "termios", "textwrap", "this", "threading", "time",
    "timeit", "tkinter", "token", "tokenize", "tomllib", "trace", "traceback", "tracemalloc", "tty", "turtle",
    "turtledemo", "types", "typing", "unicodedata", "unittest", "urllib", "uu", "uuid", "venv", "warnings", "wave",
    "weakref", "webbrowser", "winreg", "winsound", "wsgiref", "xdrlib", "xml", "xmlrpc", "zipapp", "zipfile",
    "zipimport", "zlib", "zoneinfo",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_for_the_search() {
        for table in [STARTUP, BUILTIN, STANDARD] {
            assert!(table.is_sorted_by(|left, right| left < right));
        }
    }

    #[test]
    fn names_are_where_they_belong() {
        for name in [
            "json",
            "distutils",
            "asyncore",
            "parser",
            "annotationlib",
            "winreg",
            "_curses",
        ] {
            assert!(is_standard(name) && !is_builtin(name), "{name}");
        }
        for name in ["sys", "time", "_io", "posix", "marshal", "gc", "itertools", "builtins"] {
            assert!(is_builtin(name), "{name}");
        }
        for name in ["requests", "test", "", "json.decoder"] {
            assert!(
                !is_standard(name) && !is_builtin(name) && !is_unshadowable(name),
                "{name}"
            );
        }
        for name in ["os", "io", "site", "runpy", "codecs"] {
            assert!(is_unshadowable(name), "{name}");
        }
        assert!(!is_unshadowable("json"));
        assert!(bare_startup_modules().contains(&"os.path") && !bare_startup_modules().contains(&"re"));
    }
}
