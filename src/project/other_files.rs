//! What the project's files other than Python modules name: `app.cli:main` in setup.cfg, a Procfile, a workflow. Knows no
//! formats: whatever looks like a dotted name is one, and whether it means something is for others to say.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::cache::{Stamp, stamp_of_metadata};
use super::entries::each;
use super::exclude::Excluded;
use super::walk::{Walks, is_wanted};

/// Ends of the names of files that start programs, configure what starts them, or are programs of another kind.
/// Not in `rules/`: they are kinds of files.
const EXTENSIONS: [&str; 23] = [
    "bash",
    "bat",
    "cfg",
    "conf",
    "env",
    "hcl",
    "ini",
    "ipynb",
    "json",
    "jsonc",
    "mk",
    "properties",
    "ps1",
    "pxi",
    "pyx",
    "service",
    "sh",
    "tf",
    "toml",
    "xml",
    "yaml",
    "yml",
    "zsh",
];
/// Beginnings of such names, and whole ones.
/// Not in `rules/`: they are kinds of files.
const NAMES: [&str; 9] = [
    ".env",
    "Containerfile",
    "Dockerfile",
    "Justfile",
    "Makefile",
    "Procfile",
    "entry_points.txt",
    "justfile",
    "setup.py",
];
/// Ends of the names of files that people read; only the import statements in them are for a program.
/// Not in `rules/`: they are kinds of files.
const DOCUMENTS: [&str; 5] = ["adoc", "markdown", "md", "rst", "txt"];
/// Hidden folders that hold configuration of the project; others hold caches and the like.
/// Not in `rules/`: they are folders of tools, which no program names.
const HIDDEN_FOLDERS: [&str; 6] = [".azure", ".circleci", ".devcontainer", ".github", ".gitlab", ".vscode"];
/// Settings of dormant itself: that a module is heavy starts nothing.
/// Not in `rules/`: it is the name of our own file.
const OWN_SETTINGS: &str = "dormant.toml";
/// Larger files, in bytes, are data.
const LARGEST: u64 = 256 * 1024;
/// Longer words are not names.
const LONGEST_NAME: usize = 200;

/// A file of a project that is not a Python module, and may name some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherFile {
    /// The file.
    pub path: PathBuf,
    /// Its state.
    pub stamp: Option<Stamp>,
    /// Whether it configures something; else it is a document.
    pub is_configuration: bool,
}

/// The files below `root` that are not Python modules and may name some, sorted; none of them is read. Ignore files and `exclude`
/// count as for sources; `walks` are those of the same run.
pub fn other_files(root: &Path, exclude: &[String], walks: &Walks) -> Vec<OtherFile> {
    let excluded = Excluded::new(exclude, root, &mut BTreeSet::new());
    let inside: Vec<PathBuf> = root.canonicalize().into_iter().collect();
    let environments = walks.environments();
    let mut builder = WalkBuilder::new(root);
    builder.hidden(false).require_git(false).filter_entry(move |entry| {
        entry.depth() == 0 || !is_hidden_folder(entry) && is_wanted(entry, &excluded, &inside, &environments)
    });
    let mut files = Vec::new();
    each(&mut builder, |entry| files.extend(entry.ok().and_then(other_file)));
    files.sort_unstable_by(|left, right| left.path.cmp(&right.path));
    files
}

fn other_file(entry: DirEntry) -> Option<OtherFile> {
    let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
    let is_configuration = is_configuration(&entry);
    if !is_file || !is_configuration && !has_extension(&entry, &DOCUMENTS) {
        return None;
    }
    let metadata = entry.metadata().ok().filter(|metadata| metadata.len() <= LARGEST)?;
    Some(OtherFile {
        stamp: stamp_of_metadata(&metadata),
        path: entry.into_path(),
        is_configuration,
    })
}

/// The dotted names, with `.` or `:` between their parts, in some files; what cannot be read names nothing, nor do the settings of
/// tools that only look at code, whose tables `is_checker` knows by the beginnings of their names.
pub fn names_in(files: &[OtherFile], is_checker: &dyn Fn(&str) -> bool) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in files.iter().filter(|file| !file.path.ends_with(OWN_SETTINGS)) {
        let text = std::fs::read(&file.path).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let text = without_tables(&text, is_checker);
        if file.is_configuration {
            names.extend(names_in_text(&text).map(str::to_owned));
            // `python -c "from app.cli import main; main()"`
            let statements = text.split(['\n', '"', '\'', ';', '\\']);
            names.extend(statements.flat_map(imported_in));
        } else {
            names.extend(text.lines().flat_map(imported_in));
            names.extend(text.lines().filter_map(documented_in));
            names.extend(read_in(&text));
        }
    }
    names
}

/// A text of settings without the tables `[name]` and `[[name]]` whose name begins, up to one of its parts, with that of a checker.
fn without_tables(text: &str, is_checker: &dyn Fn(&str) -> bool) -> String {
    let mut is_left_out = false;
    let kept = text.lines().filter(|line| {
        let header = line.trim_start().strip_prefix('[').filter(|rest| rest.contains(']'));
        // `[[tool.mypy.overrides]]`, `[mypy-app.core]`, and `["app.core"]`, which is a value.
        let header = header.map(|rest| rest.trim_start_matches('['));
        if let Some(name) = header.filter(|rest| rest.starts_with(char::is_alphanumeric)) {
            let ends = name.match_indices(['.', '-', ':', ']', ' ']).map(|(at, _)| at);
            is_left_out = ends.into_iter().any(|at| is_checker(&name[..at]));
        }
        !is_left_out
    });
    kept.flat_map(|line| [line, "\n"]).collect()
}

fn is_hidden_folder(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    is_folder && name.starts_with('.') && !HIDDEN_FOLDERS.contains(&&*name)
}

fn has_extension(entry: &DirEntry, known: &[&str]) -> bool {
    let extension = entry.path().extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| known.contains(&extension))
}

fn is_configuration(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    NAMES.iter().any(|known| name.starts_with(known)) || has_extension(entry, &EXTENSIONS)
}

/// The names that `>>> from module import names` in a document takes: readers run it.
fn imported_in(line: &str) -> Vec<String> {
    let line = line.trim().trim_start_matches(['>', '.', '$', '`']).trim_start();
    let parts = line.strip_prefix("from ").and_then(|rest| rest.split_once(" import "));
    let Some((module, names)) = parts.filter(|(module, _)| !module.is_empty() && !module.contains(' ')) else {
        return Vec::new();
    };
    let names = names.split('#').next().unwrap_or_default();
    let firsts = names
        .split(',')
        .filter_map(|name| name.trim_matches([' ', '(', ')', '`']).split(' ').next());
    let is_name =
        |name: &&str| !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    firsts.filter(is_name).map(|name| format!("{module}.{name}")).collect()
}

/// The names that the examples of a document read behind what they import: `t.read` after `>>> import app.tools as t`.
fn read_in(text: &str) -> Vec<String> {
    let mut bound: BTreeMap<&str, String> = BTreeMap::new();
    let mut read = Vec::new();
    let prompted = |line| {
        ["> >>> ", ">>> ", "... "]
            .iter()
            .find_map(|&prompt| str::strip_prefix(line, prompt))
    };
    for line in text.lines().filter_map(|line| prompted(line.trim())) {
        for statement in line.split(';').map(str::trim) {
            let from = statement
                .strip_prefix("from ")
                .and_then(|rest| rest.split_once(" import "));
            let (start, names) = match (from, statement.strip_prefix("import ")) {
                (Some((module, names)), _) => (format!("{module}."), names),
                (None, Some(names)) => (String::new(), names),
                (None, None) => continue,
            };
            for name in names.split(',').map(|name| name.trim_matches([' ', '(', ')'])) {
                let (name, alias) = name
                    .split_once(" as ")
                    .map_or((name, None), |(name, alias)| (name, Some(alias)));
                let first = name.split('.').next().unwrap_or_default();
                bound.insert(
                    alias.unwrap_or(first),
                    match alias {
                        Some(_) => format!("{start}{name}"),
                        None => format!("{start}{first}"),
                    },
                );
            }
        }
        let words = names_in_text(line).filter_map(|word| word.split_once('.'));
        read.extend(words.filter_map(|(first, rest)| Some(format!("{}.{rest}", bound.get(first)?))));
    }
    read
}

/// The name that a line of a document has its description taken of: `.. autofunction:: app.core.read`, `::: app.core.read`.
fn documented_in(line: &str) -> Option<String> {
    let line = line.trim();
    let directive = line.strip_prefix(".. ").and_then(|rest| rest.split_once("::"));
    let named = match (directive, line.strip_prefix("::: ")) {
        (Some((kind, named)), _) if kind.starts_with("auto") => named,
        (_, Some(named)) => named,
        (Some(_) | None, None) => return None,
    };
    let name = named.trim().split(['(', ' ']).next().unwrap_or_default();
    name.contains('.').then(|| name.replace("::", "."))
}

fn names_in_text(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '.' | ':'))
        .map(|word| word.trim_matches(['.', ':']))
        .filter(|word| word.len() <= LONGEST_NAME && word.contains(['.', ':']))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let folder = tempfile::Builder::new().prefix("other").tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let is_checker = |table: &str| matches!(table, "tool.mypy" | "mypy");
        let others = other_files(folder.path(), &["/left/".to_owned()], &Walks::default());
        let found = names_in(&others, &is_checker);
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn whatever_starts_a_program() {
        check(
            &[
                (
                    "setup.cfg",
                    "[options.entry_points]\nconsole_scripts =\n    tool = a.tool:main [x]\n",
                ),
                (
                    "setup.py",
                    "setup(entry_points={'console_scripts': ['tool=b.tool:cli.run']})",
                ),
                ("Procfile", "web: gunicorn c.web:app\n"),
                ("Dockerfile.dev", "CMD [\"uvicorn\", \"d.web:app\"]\n"),
                ("run.sh", "python -c 'import sys; from r.cli import main; main()'\n"),
                ("tox.ini", "[mypy]\nx = a.b\n[testenv]\nx = o.p:q\n"),
                (
                    "pyproject.toml",
                    "[tool.mypy]\nmodule = 'a.b'\n[tool.mypyc]\nx = [\n  ['k.l'],\n]\n",
                ),
                (".github/workflows/run.yml", "run: python -m e.tool && f.g.h\n"),
                ("deploy/app.service", "ExecStart=/usr/bin/env uvicorn i.j:k\n"),
                (
                    "README.md",
                    "Call a.b or\n\n>>> from l.m import n, o as p  # both\n>>> from q import (r)\n",
                ),
                ("docs/api.rst", ".. autofunction:: s.t.u(x)\n.. note:: a.b\n\n::: v.w\n"),
                ("nb/a.ipynb", "{\"source\": [\"from x.y import z\\n\"]}"),
                ("src/fast.pyx", "from x.fast import go\n"),
            ],
            &[
                "a.tool:main",
                "b.tool:cli.run",
                "c.web:app",
                "d.web:app",
                "e.tool",
                "f.g.h",
                "i.j:k",
                "k.l",
                "l.m.n",
                "l.m.o",
                "o.p:q",
                "options.entry_points",
                "q.r",
                "r.cli",
                "r.cli.main",
                "s.t.u",
                "tool.mypyc",
                "v.w",
                "x.fast",
                "x.fast.go",
                "x.y",
                "x.y.z",
            ],
        );
    }

    #[test]
    fn what_examples_read() {
        check(
            &[
                (
                    "README.md",
                    ">>> import a.b as t\n>>> t.read(1) + t.Ship.sail\n>>> from c import d, e as f\n>>> for x in d.all():\n...     f.x(u.v)\n",
                ),
                (
                    "docs/a.rst",
                    "    >>> import g.h, i; g.h.j()\n    >>> print(i.k)\n    [g.l]\n\nSee g.m and t.n.\n",
                ),
                ("docs/b.txt", "import o.p\n\no.p.q is good\n"),
            ],
            &[
                "a.b.Ship.sail",
                "a.b.read",
                "c.d",
                "c.d.all",
                "c.e",
                "c.e.x",
                "g.h",
                "g.h.j",
                "i.k",
            ],
        );
    }

    #[test]
    fn what_is_left_out() {
        check(
            &[
                ("a.py", "x = 'a.b:c'"),
                ("notes.md", "a.b:c"),
                (".git/config.toml", "x = 'a.b:c'"),
                ("left/x.toml", "x = 'a.b:c'"),
                ("dormant.toml", "heavy = ['a.b']"),
                ("pyproject.toml", "[[tool.mypy.overrides]]\nmodule = [\n  'a.b',\n]\n"),
                ("setup.cfg", "[mypy-a.b.*]\nx = a.b\n"),
                ("venv/pyvenv.cfg", "home = a.b"),
                ("large.json", &"a.b ".repeat(100_000)),
            ],
            &[],
        );
    }
}
