//! The resolver against a real interpreter's `importlib.util.find_spec`. Skips, saying so, where there is none.
use std::process::Command;

use super::*;
use crate::project::environment::Surroundings;

const NAMES: &[&str] = &[
    "abc",
    "argparse",
    "array",
    "ast",
    "asyncio",
    "asyncio.base_events",
    "asyncio.gone",
    "base64",
    "builtins",
    "codecs",
    "collections",
    "collections.abc",
    "concurrent.futures",
    "concurrent.futures.thread",
    "csv",
    "ctypes",
    "dataclasses",
    "email.mime.text",
    "encodings.utf_8",
    "enum",
    "errno",
    "functools",
    "gone",
    "hashlib",
    "html.parser",
    "importlib",
    "importlib.metadata",
    "importlib.util",
    "io",
    "itertools",
    "json",
    "json.decoder",
    "logging",
    "logging.config",
    "marshal",
    "math",
    "multiprocessing.pool",
    "os",
    "os.path",
    "pathlib",
    "pip",
    "pip._internal.cli.main",
    "posixpath",
    "re",
    "select",
    "site",
    "sqlite3",
    "ssl",
    "string",
    "sys",
    "threading",
    "time",
    "types",
    "typing",
    "unittest.mock",
    "urllib.request",
    "winreg",
    "xml.etree.ElementTree",
    "zipimport",
    "zlib",
    "_ctypes",
    "_json",
];

/// Prints one line for each name: what its spec says.
const SCRIPT: &str = "
import importlib.util, sys
print(sys.executable)
for name in sys.argv[1:]:
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        spec = None
    if spec is None:
        print('missing')
    elif spec.origin == 'built-in':
        print('builtin')
    elif spec.origin == 'frozen':
        print(getattr(getattr(spec, 'loader_state', None), 'filename', None) or 'frozen')
    else:
        print(spec.origin)
";

#[test]
fn finds_what_importlib_finds() {
    let run = Command::new("python3").args(["-I", "-c", SCRIPT]).args(NAMES).output();
    let output = match run {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout).unwrap(),
        other => {
            eprintln!("skipped: python3 does not run here ({other:?})");
            return;
        }
    };
    let mut lines = output.lines();
    let executable = PathBuf::from(lines.next().unwrap());
    let environment = Environment::find(Path::new("/"), Some(&executable), &Surroundings::default()).unwrap();
    let resolver = Resolver::new(&[], &[], BTreeMap::new(), &[], &environment);
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut wrong = Vec::new();
    for (name, expected) in NAMES.iter().zip(lines) {
        let found = resolver.find(name);
        let right = match (&found, expected) {
            // Frozen, without saying from which file.
            (
                Found::Source {
                    origin: Origin::Stdlib, ..
                },
                "frozen",
            ) => true,
            (Found::Source { path, .. }, expected) => real(path) == real(Path::new(expected)),
            (Found::Native { origin: Origin::Stdlib }, expected) => {
                expected.ends_with(".so") || expected.ends_with(".pyd")
            }
            (Found::Builtin, expected) => expected == "builtin",
            // Compiled in by a distributor, or another platform's: both are what the variant says.
            (Found::StdlibUnseen, expected) => matches!(expected, "builtin" | "missing"),
            (Found::Missing, expected) => expected == "missing",
            _ => false,
        };
        if !right {
            wrong.push(format!("{name}: {found:?} instead of {expected}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} ({}):\n{}",
        executable.display(),
        environment.source,
        wrong.join("\n")
    );
    assert!(
        resolver.find("json") != Found::StdlibUnseen,
        "the standard library of {} was not found",
        executable.display()
    );
}
