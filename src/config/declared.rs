//! What a project declares of itself: the Python that it requires, its commands and other entry points. In whichever file.
//!
//! Reads leniently: what is not written as it should be is as good as absent, for it is other tools' business to say so.
use std::collections::BTreeMap;
use std::path::PathBuf;

use toml::{Table, Value};

use super::distributions::{self, Modules};

/// The group of commands, in the words of installed metadata.
pub(super) const COMMANDS: &str = "console_scripts";
/// The group of commands that open a window.
pub(super) const WINDOWS: &str = "gui_scripts";

/// What is declared.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Declared {
    /// The Python that it requires.
    pub requires: Option<Requires>,
    /// The entry points of each group: names, and what they call.
    pub groups: BTreeMap<String, Vec<(String, String)>>,
    /// The names of the files that are installed as commands.
    pub files: Vec<String>,
    /// The modules of the distributions without which it is not installed.
    pub distributions: Modules,
    /// The modules beside its description that it says it consists of, and the one that bears its name, if there is one.
    pub modules: Vec<String>,
}

/// A requirement of Python where it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Requires {
    /// What it says; nothing where it is not text, or would have to be run.
    pub text: Option<String>,
    /// The file that says it.
    pub file: PathBuf,
    /// The line, counted from one.
    pub line: Option<u32>,
}

impl Declared {
    /// Adds an entry point.
    pub fn point(&mut self, group: &str, name: &str, target: &str) {
        let points = self.groups.entry(group.to_owned()).or_default();
        points.push((name.trim().to_owned(), target.trim().to_owned()));
    }

    /// Adds entry points in the manner of `entry_points.txt`, lines of `name = target`.
    pub fn points(&mut self, group: &str, lines: &str) {
        for line in lines.lines().filter(|line| !line.trim_start().starts_with(['#', ';'])) {
            if let Some((name, target)) = line.split_once('=') {
                self.point(group, name, target);
            }
        }
    }

    /// Adds a file that is installed as a command.
    pub fn file(&mut self, path: &str) {
        self.files.extend(path.rsplit('/').next().map(str::to_owned));
    }
}

/// What a `pyproject.toml` declares, and the fields that it leaves to the build; `None` when it describes no project.
pub(super) fn of_pyproject(file: &Table) -> Option<(Declared, Vec<String>)> {
    let project = file.get("project").and_then(Value::as_table);
    let tool = |name: &str| {
        file.get("tool")
            .and_then(|tool| tool.get(name))
            .and_then(Value::as_table)
    };
    let (poetry, flit) = (tool("poetry"), tool("flit"));
    project.or(poetry).or(flit)?;
    let requires = project.and_then(|project| project.get("requires-python"));
    let requires = requires
        .or_else(|| {
            let python = poetry?.get("dependencies")?.get("python")?;
            Some(python.get("version").unwrap_or(python))
        })
        .or_else(|| flit?.get("metadata")?.get("requires-python"));
    let mut found = Declared {
        requires: requires.map(|value| Requires {
            text: value.as_str().map(str::to_owned),
            ..Requires::default()
        }),
        distributions: distributions::of_pyproject(file),
        ..Declared::default()
    };
    for (owner, key, group) in [
        (project, "scripts", COMMANDS),
        (project, "gui-scripts", WINDOWS),
        (poetry, "scripts", COMMANDS),
        (flit, "scripts", COMMANDS),
    ] {
        let points = owner.and_then(|owner| owner.get(key)).and_then(Value::as_table);
        take(&mut found, group, points);
    }
    for (owner, key) in [(project, "entry-points"), (poetry, "plugins"), (flit, "entrypoints")] {
        let groups = owner.and_then(|owner| owner.get(key)).and_then(Value::as_table);
        for (group, points) in groups.into_iter().flatten() {
            take(&mut found, group, points.as_table());
        }
    }
    let name = |owner: Option<&Table>| Some(owner?.get("name")?.as_str()?.replace(['-', '.'], "_"));
    let flit_module = flit.and_then(|flit| flit.get("module")?.as_table());
    found.modules.extend(name(project).or_else(|| name(poetry)));
    found.modules.extend(name(flit_module));
    let listed = tool("setuptools").and_then(|table| table.get("py-modules")?.as_array());
    let listed = listed.into_iter().flatten().filter_map(Value::as_str);
    found.modules.extend(listed.map(str::to_owned));
    let dynamic = project
        .and_then(|project| project.get("dynamic"))
        .and_then(Value::as_array);
    let dynamic = dynamic.into_iter().flatten().filter_map(Value::as_str);
    Some((found, dynamic.map(str::to_owned).collect()))
}

/// Takes a table of names and what they call, which poetry may have in a table.
fn take(into: &mut Declared, group: &str, points: Option<&Table>) {
    for (name, value) in points.into_iter().flatten() {
        let target = value
            .get("reference")
            .or_else(|| value.get("callable"))
            .unwrap_or(value);
        match target.as_str() {
            Some(path) if value.get("type").and_then(Value::as_str) == Some("file") => into.file(path),
            Some(target) => into.point(group, name, target),
            None => {}
        }
    }
}
