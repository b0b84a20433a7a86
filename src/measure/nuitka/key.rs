//! The key of a build: what decides about the result, and nothing else. The same inputs give the same key, wherever the
//! project lies.
use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::super::compilation::Key;
use super::files;
use super::tools::Tools;

/// The version of the form of keys.
const FORM: &str = "nuitka-v1";

/// Lock files, the first that is there counts.
/// Not in `rules/`: packagers have these.
const LOCKS: [&str; 6] = [
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "pylock.toml",
    "Pipfile.lock",
    "requirements.txt",
];

/// The key of a build with these options; options that only say where things are or how fast must not be among them.
pub(super) fn key(tools: &Tools, options: &[String], folder: &Path, roots: &[std::path::PathBuf]) -> Key {
    let sources = sources(folder, roots);
    let lock = lock(folder);
    made(tools, options, lock, sources)
}

fn made(tools: &Tools, options: &[String], lock: Option<(String, String)>, sources: BTreeMap<String, String>) -> Key {
    let nuitka = tools.python.nuitka.clone().unwrap_or_default();
    let all: String = sources.iter().map(|(path, hash)| format!("{path} {hash}\n")).collect();
    let (lock_name, lock_hash) = lock.unwrap_or_else(|| ("none".into(), "none".into()));
    let compiler = short(tools.compiler.as_bytes());
    let python = short(tools.python.version.as_bytes());
    let flags = short(options.join("\n").as_bytes());
    let sources_hash = short(all.as_bytes());
    let parts = [
        format!("{FORM}-{}-{compiler}-{python}-nuitka{nuitka}", tools.python.platform),
        flags.clone(),
        lock_hash.clone(),
        sources_hash.clone(),
    ];
    let inputs = [
        ("platform", tools.python.platform.clone()),
        ("C compiler", tools.compiler.clone()),
        ("Python", tools.python.version.clone()),
        ("Nuitka", nuitka),
        ("options", options.join(" ")),
        ("lock file", format!("{lock_name} {lock_hash}")),
        ("sources", format!("{} files, {sources_hash}", sources.len())),
    ];
    Key {
        key: parts.join("-"),
        // A stale cache only misses: drop the sources first, then the lock file, then the options.
        restore: (1..parts.len())
            .rev()
            .map(|count| format!("{}-", parts[..count].join("-")))
            .collect(),
        inputs: inputs
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        sources,
    }
}

fn short(bytes: &[u8]) -> String {
    twelve_digits(Sha256::new_with_prefix(bytes))
}

/// The first twelve hexadecimal digits of a hash.
pub(super) fn twelve_digits(hash: Sha256) -> String {
    hash.finalize()
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The hash of every source below the roots, by its path from the project with forward slashes. Generated folders are left out by
/// what they are: only Python sources count, and data next to them.
fn sources(folder: &Path, roots: &[std::path::PathBuf]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for file in roots.iter().flat_map(|root| files::python(root)) {
        let is_hidden = file.strip_prefix(folder).is_ok_and(|path| {
            path.components()
                .any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
        });
        if let (false, Ok(bytes)) = (is_hidden, std::fs::read(&file)) {
            let name = file
                .strip_prefix(folder)
                .unwrap_or(&file)
                .to_string_lossy()
                .replace('\\', "/");
            found.insert(name, short(&bytes));
        }
    }
    found
}

fn lock(folder: &Path) -> Option<(String, String)> {
    folder.ancestors().take(3).find_map(|above| {
        LOCKS
            .iter()
            .find_map(|name| Some(((*name).to_owned(), short(&std::fs::read(above.join(name)).ok()?))))
    })
}

/// What changed from one key to another, for people: inputs, and sources by name.
pub(super) fn changes(before: &Key, after: &Key) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in &after.inputs {
        let old = before.inputs.get(name).map_or("nothing", String::as_str);
        if name == "options" && before.inputs.contains_key(name) {
            let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
            let (old, new) = (words(old), words(value));
            let only = |some: &[String], others: &[String]| {
                some.iter()
                    .filter(|word| !others.contains(word))
                    .cloned()
                    .collect::<Vec<_>>()
            };
            found.extend(only(&old, &new).iter().map(|option| format!("no longer {option}")));
            found.extend(only(&new, &old).iter().map(|option| format!("new option: {option}")));
        } else if old != value && name != "sources" {
            found.push(format!("{name}: {old} -> {value}"));
        }
    }
    for (path, hash) in &after.sources {
        match before.sources.get(path) {
            None => found.push(format!("new source: {path}")),
            Some(old) if old != hash => found.push(format!("changed source: {path}")),
            Some(_) => {}
        }
    }
    let gone = before.sources.keys().filter(|path| !after.sources.contains_key(*path));
    found.extend(gone.map(|path| format!("removed source: {path}")));
    found
}

#[cfg(test)]
mod tests {
    use super::super::tools::Facts;
    use super::*;

    fn tools(compiler: &str) -> Tools {
        Tools {
            python: Facts {
                version: "3.12.1 (main)".into(),
                nuitka: Some("4.3.3".into()),
                platform: "linux-x86_64-glibc-2.36".into(),
                ..Facts::default()
            },
            compiler: compiler.into(),
            c_tool: super::super::c_tool::CTool::None,
            warnings: Vec::new(),
        }
    }

    fn of(folder: &Path, options: &str) -> Key {
        key(&tools("gcc 12"), &[options.to_owned()], folder, &[folder.join("src")])
    }

    fn project(text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("src/app")).unwrap();
        std::fs::write(folder.path().join("src/app/a.py"), text).unwrap();
        std::fs::write(folder.path().join("uv.lock"), "1").unwrap();
        folder
    }

    #[test]
    fn the_same_inputs_give_the_same_key_wherever_they_lie() {
        let (one, other) = (project("x = 1\n"), project("x = 1\n"));
        assert_eq!(of(one.path(), "--lto=no"), of(other.path(), "--lto=no"));
    }

    #[test]
    fn keys_to_restore_from_hold_ever_less() {
        let key = of(project("x = 1\n").path(), "--lto=no");
        assert_eq!(key.restore.len(), 3);
        for pair in [std::slice::from_ref(&key.key), key.restore.as_slice()]
            .concat()
            .windows(2)
        {
            assert!(pair[0].starts_with(&pair[1]), "{pair:?}");
        }
        assert!(key.key.starts_with("nuitka-v1-linux-x86_64-glibc-2.36-"), "{}", key.key);
    }

    #[test]
    fn what_changed_is_named() {
        let folder = project("x = 1\n");
        let first = of(folder.path(), "--lto=no");
        assert_eq!(changes(&first, &first), Vec::<String>::new());
        std::fs::write(folder.path().join("src/app/a.py"), "x = 2\n").unwrap();
        std::fs::write(folder.path().join("src/app/b.py"), "").unwrap();
        let second = of(folder.path(), "--lto=yes");
        assert_eq!(
            changes(&first, &second),
            [
                "no longer --lto=no",
                "new option: --lto=yes",
                "changed source: src/app/a.py",
                "new source: src/app/b.py"
            ]
        );
        assert_eq!(changes(&second, &first)[3], "removed source: src/app/b.py");
        assert_ne!(first.key, second.key);
    }
}
