//! The members of a workspace: folders with projects of their own that the project around them names. uv and hatch list members;
//! poetry, pdm and uv's sources name folders as dependencies.
//!
//! Reads leniently, as the manifest is read: what is not written as it should be names nobody.
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use globset::GlobBuilder;
use toml::{Table, Value};

use super::read::{self, PYPROJECT};

/// The members that the project in a folder names, sorted: folders below it that have a pyproject.toml.
pub(super) fn members(root: &Path) -> Vec<PathBuf> {
    let Some(file) = table(root) else { return Vec::new() };
    let mut found = BTreeSet::new();
    for pattern in patterns(&file) {
        expand(root, &parts(&pattern), &mut found);
    }
    let mut excluded = BTreeSet::new();
    for pattern in strings(at(&file, &["tool", "uv", "workspace", "exclude"])) {
        expand(root, &parts(&pattern), &mut excluded);
    }
    let is_member = |folder: &PathBuf| folder != root && folder.join(PYPROJECT).is_file();
    found
        .difference(&excluded)
        .filter(|folder| is_member(folder))
        .cloned()
        .collect()
}

/// The project above a folder that names it as a member.
pub(super) fn around(folder: &Path) -> Option<&Path> {
    let mut above = folder.ancestors().skip(1);
    above.find(|root| members(root).iter().any(|member| member == folder))
}

fn table(folder: &Path) -> Option<Table> {
    read::text(&folder.join(PYPROJECT)).ok()??.parse().ok()
}

fn at<'a>(table: &'a Table, keys: &[&str]) -> Option<&'a Value> {
    let (first, rest) = keys.split_first()?;
    rest.iter().try_fold(table.get(*first)?, |value, key| value.get(key))
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let items = value.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| Some(item.as_str()?.to_owned())).collect()
}

/// The tables in a table.
fn tables(value: Option<&Value>) -> impl Iterator<Item = &Table> {
    let owner = value.and_then(Value::as_table).into_iter();
    owner.flat_map(Table::values).filter_map(Value::as_table)
}

/// The folders that a project names, with wildcards.
fn patterns(file: &Table) -> Vec<String> {
    let mut found = strings(at(file, &["tool", "uv", "workspace", "members"]));
    for environment in tables(at(file, &["tool", "hatch", "envs"])) {
        let listed = at(environment, &["workspace", "members"]);
        found.extend(strings(listed));
        let items = listed.and_then(Value::as_array).into_iter().flatten();
        found.extend(items.filter_map(|item| Some(item.get("path")?.as_str()?.to_owned())));
    }
    let poetry = at(file, &["tool", "poetry", "dependencies"]).and_then(Value::as_table);
    let groups = tables(at(file, &["tool", "poetry", "group"]));
    let groups = groups.filter_map(|group| group.get("dependencies")?.as_table());
    let sources = at(file, &["tool", "uv", "sources"]).and_then(Value::as_table);
    for dependencies in poetry.into_iter().chain(groups).chain(sources) {
        let paths = dependencies.values().filter_map(|value| value.get("path")?.as_str());
        found.extend(paths.map(str::to_owned));
    }
    let own = [at(file, &["project", "dependencies"])].into_iter().flatten();
    let lists = [
        at(file, &["dependency-groups"]),
        at(file, &["tool", "pdm", "dev-dependencies"]),
    ];
    let lists = lists
        .into_iter()
        .flatten()
        .filter_map(Value::as_table)
        .flat_map(Table::values);
    for list in own.chain(lists) {
        found.extend(strings(Some(list)).iter().filter_map(|requirement| local(requirement)));
    }
    found
}

/// The folder of a requirement such as `-e file:///${PROJECT_ROOT}/packages/core` or `core @ {root:uri}/core`.
fn local(requirement: &str) -> Option<String> {
    let starts = ["file:///${PROJECT_ROOT}/", "{root:uri}/"];
    let rest = starts.iter().find_map(|start| Some(requirement.split_once(start)?.1))?;
    let end = rest.find(['#', '[', ';', ' ']).unwrap_or(rest.len());
    Some(rest[..end].to_owned())
}

fn parts(pattern: &str) -> Vec<&str> {
    pattern
        .split(['/', '\\'])
        .filter(|part| !part.is_empty() && *part != ".")
        .collect()
}

/// Adds the folders that a pattern means, below `folder` only.
fn expand(folder: &Path, parts: &[&str], found: &mut BTreeSet<PathBuf>) {
    let Some((first, rest)) = parts.split_first() else {
        found.insert(folder.to_owned());
        return;
    };
    let is_plain = !first.contains(['*', '?', '[', '{']);
    if is_plain {
        let next = folder.join(first);
        let is_below = matches!(Path::new(first).components().next(), Some(Component::Normal(_)));
        if is_below && next.is_dir() {
            expand(&next, rest, found);
        }
        return;
    }
    let anything = *first == "**";
    if anything {
        expand(folder, rest, found);
    }
    let Ok(glob) = GlobBuilder::new(first).literal_separator(true).build() else {
        return;
    };
    let matcher = glob.compile_matcher();
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir())) {
        let name = entry.file_name();
        let is_hidden = name.to_string_lossy().starts_with('.') || name == "node_modules";
        if !is_hidden && matcher.is_match(Path::new(&name)) {
            let rest = if anything { parts } else { rest };
            expand(&entry.path(), rest, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The members of a project with this pyproject.toml, and `a`, `libs/b`, `libs/c` and `libs/deep/d` below it.
    fn found(text: &str) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a folder");
        for member in ["a", "libs/b", "libs/c", "libs/deep/d", "libs/.hidden"] {
            std::fs::create_dir_all(root.join(member)).expect("a folder");
            std::fs::write(root.join(member).join(PYPROJECT), "").expect("a file");
        }
        std::fs::create_dir_all(root.join("libs/none")).expect("a folder");
        std::fs::write(root.join(PYPROJECT), text).expect("a file");
        let members = members(&root);
        for member in &members {
            assert_eq!(around(member), Some(root.as_path()));
        }
        assert_eq!(around(&root.join("libs")), None);
        let shown = |path: &PathBuf| path.strip_prefix(&root).expect("below").display().to_string();
        members.iter().map(shown).collect()
    }

    #[test]
    fn members_are_those_that_the_tools_name() {
        let uv = "[tool.uv.workspace]\nmembers = ['libs/*', './a', '../*', '/']\nexclude = ['libs/c']";
        assert_eq!(found(uv), ["a", "libs/b"]);
        assert_eq!(
            found("[tool.uv.workspace]\nmembers = ['libs/**']"),
            ["libs/b", "libs/c", "libs/deep/d"]
        );
        assert_eq!(
            found("[tool.uv.sources]\nb = { path = 'libs/b' }\nc = { workspace = true }"),
            ["libs/b"]
        );
        let hatch = "[tool.hatch.envs.default]\nworkspace.members = ['a', { path = 'libs/[bc]' }]";
        assert_eq!(found(hatch), ["a", "libs/b", "libs/c"]);
        let poetry = "[tool.poetry.dependencies]\nb = { path = 'libs/b', develop = true }\nx = '1'\n\
                      [tool.poetry.group.dev.dependencies]\na = { path = './a' }";
        assert_eq!(found(poetry), ["a", "libs/b"]);
        let pdm = "[project]\ndependencies = ['x>1', 'a @ file:///${PROJECT_ROOT}/a']\n\
                   [tool.pdm.dev-dependencies]\ndev = ['-e file:///${PROJECT_ROOT}/libs/b#egg=b']";
        assert_eq!(found(pdm), ["a", "libs/b"]);
    }

    #[test]
    fn what_is_written_otherwise_names_nobody() {
        for text in [
            "",
            "[tool",
            "[tool.uv]\nworkspace = 3",
            "[tool.uv.workspace]\nmembers = [3, '[']",
            "[tool.hatch]\nenvs = 'x'",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
