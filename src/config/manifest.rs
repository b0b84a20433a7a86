//! What a `pyproject.toml` says of the project itself: the Python it requires, and the modules that its commands start in.
//!
//! Reads leniently: what is not written as it should be is as good as absent, for it is other tools' business to say so.
use std::path::Path;

use toml::{Table, Value};

use super::read::PYPROJECT;
use super::{ConfigError, PythonVersion};

/// The facts of one `pyproject.toml`.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Manifest {
    /// The oldest Python that may run the project.
    pub requires_python: Option<PythonVersion>,
    /// What is wrong with the Python that it requires, still without a place.
    pub unreadable: Option<ConfigError>,
    /// The modules of its scripts and entry points, sorted.
    pub scripts: Vec<String>,
    /// The names of its commands, sorted.
    pub commands: Vec<String>,
    /// The modules that entry points hand out as a whole, sorted.
    pub plugins: Vec<String>,
}

/// The facts in `file`; `None` when it describes no project.
pub(super) fn manifest(file: &Table) -> Option<Manifest> {
    let project = file.get("project").and_then(Value::as_table);
    let poetry = file
        .get("tool")
        .and_then(|tool| tool.get("poetry"))
        .and_then(Value::as_table);
    if project.is_none() && poetry.is_none() {
        return None;
    }
    let requires = project.and_then(|project| project.get("requires-python")).or_else(|| {
        let python = poetry?.get("dependencies")?.get("python")?;
        Some(python.get("version").unwrap_or(python))
    });
    Some(Manifest {
        requires_python: requires.and_then(Value::as_str).and_then(lower_bound),
        unreadable: requires.filter(|value| !is_readable(value)).map(|value| {
            let message = format!(
                "the required Python {value} says nothing of versions, and does not count: `target-version` says which counts"
            );
            ConfigError::whole(Path::new(PYPROJECT), message)
        }),
        scripts: scripts(project, poetry),
        commands: commands(project, poetry),
        plugins: plugins(project, poetry),
    })
}

/// Whether a requirement is one: each of its clauses has a version, or is `*`.
fn is_readable(requirement: &Value) -> bool {
    let Some(text) = requirement.as_str() else { return false };
    let clauses = text
        .split("||")
        .flat_map(|alternative| joined(alternative.split([',', ' ']).filter(|part| !part.is_empty())));
    let is_version = |clause: &String| {
        let version = clause.trim_start_matches(|c: char| "<>=~!^".contains(c));
        version.starts_with('*') || version.starts_with(|first: char| first.is_ascii_digit())
    };
    clauses.into_iter().all(|clause| is_version(&clause))
}

/// The least version that a requirement such as `>=3.10,<4`, `~=3.11`, `==3.12.*` or poetry's `^3.9 || 3.8.*` admits; `None`
/// when it has no lower bound.
fn lower_bound(requirement: &str) -> Option<PythonVersion> {
    let alternatives = requirement.split("||").map(|alternative| {
        let bounds = alternative.split([',', ' ']).filter(|part| !part.is_empty());
        joined(bounds).iter().filter_map(|clause| bound(clause)).max()
    });
    alternatives.min().flatten()
}

/// Clauses whose operator was set off by a space (`>= 3.10`) put together again.
fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut clauses: Vec<String> = Vec::new();
    for part in parts {
        match clauses.last_mut() {
            Some(last) if last.chars().all(|c| "<>=~!^".contains(c)) => last.push_str(part),
            _ => clauses.push(part.to_string()),
        }
    }
    clauses
}

/// The lower bound in one clause; none in `<4`, `!=3.9.1` and the like.
fn bound(clause: &str) -> Option<PythonVersion> {
    if clause.starts_with(['<', '!']) {
        return None;
    }
    PythonVersion::from_release(clause.trim_start_matches(['>', '=', '~', '^']))
}

/// The modules of every command and entry point.
fn scripts(project: Option<&Table>, poetry: Option<&Table>) -> Vec<String> {
    let table = |owner: Option<&Table>, key: &str| owner.and_then(|owner| owner.get(key)?.as_table().cloned());
    let groups = table(project, "entry-points").unwrap_or_default();
    let tables = [
        table(project, "scripts"),
        table(project, "gui-scripts"),
        table(poetry, "scripts"),
    ]
    .into_iter();
    let tables = tables
        .flatten()
        .chain(groups.into_iter().filter_map(|(_, group)| match group {
            Value::Table(group) => Some(group),
            _ => None,
        }));
    let mut modules: Vec<String> = tables
        .flat_map(|table| table.into_iter().filter_map(|(_, value)| module(&value)))
        .collect();
    modules.sort();
    modules.dedup();
    modules
}

/// The modules of entry points that name no object in them: `app = "app.plugin"`.
fn plugins(project: Option<&Table>, poetry: Option<&Table>) -> Vec<String> {
    let groups = [
        project.and_then(|owner| owner.get("entry-points")),
        poetry.and_then(|owner| owner.get("plugins")),
    ];
    let groups = groups.into_iter().flatten().filter_map(Value::as_table);
    let entries = groups.flat_map(|groups| groups.values().filter_map(Value::as_table));
    let whole = |value: &&Value| value.as_str().is_some_and(|reference| !reference.contains(':'));
    let mut modules: Vec<String> = entries
        .flat_map(|group| group.values().filter(whole).filter_map(module))
        .collect();
    modules.sort();
    modules.dedup();
    modules
}

/// The names of the commands that are installed.
fn commands(project: Option<&Table>, poetry: Option<&Table>) -> Vec<String> {
    let scripts = [project, poetry]
        .into_iter()
        .flatten()
        .filter_map(|owner| owner.get("scripts")?.as_table());
    let mut names: Vec<String> = scripts.flat_map(|table| table.keys().cloned()).collect();
    names.sort();
    names.dedup();
    names
}

/// The module of `app.cli:main [extra]`, also where poetry has it in a table.
fn module(value: &Value) -> Option<String> {
    let reference = value
        .get("reference")
        .or_else(|| value.get("callable"))
        .unwrap_or(value)
        .as_str()?;
    let module = reference.split([':', '[']).next()?.trim();
    let is_name = |part: &str| {
        !part.is_empty()
            && !part.starts_with(|c: char| c.is_ascii_digit())
            && part.chars().all(|c| c == '_' || c.is_alphanumeric())
    };
    module.split('.').all(is_name).then(|| module.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound_of(requirement: &str) -> Option<String> {
        lower_bound(requirement).map(|version| version.to_string())
    }

    #[test]
    fn the_lower_bound_of_a_requirement() {
        for (requirement, expected) in [
            (">=3.10", "3.10"),
            (">=3.10,<4", "3.10"),
            (">= 3.10, < 4.0", "3.10"),
            ("~=3.11", "3.11"),
            ("==3.12.*", "3.12"),
            (">3.8", "3.8"),
            (">=3.9,!=3.9.1,>=3.11.2", "3.11"),
            (">=3", "3.0"),
            ("^3.9", "3.9"),
            ("~2.7 || ^3.6", "2.7"),
            ("3.13.*", "3.13"),
        ] {
            assert_eq!(bound_of(requirement).as_deref(), Some(expected), "{requirement}");
        }
    }

    #[test]
    fn no_lower_bound() {
        for requirement in ["", "<4", "!=3.9", "*", "x", "<3 || >=3.9", ">=", "||"] {
            assert_eq!(bound_of(requirement), None, "{requirement}");
        }
    }

    #[test]
    fn scripts_of_every_table() {
        let text = r#"
            [project]
            requires-python = ">=3.9"
            [project.scripts]
            app = "app.cli:main"
            odd = 3
            worse = "not a module"
            [project.gui-scripts]
            app-gui = "app.gui:main"
            [project.entry-points.pytest11]
            app = "app.testing [extra]"
            [tool.poetry.scripts]
            old = "app.cli:main"
            older = { reference = "app.older:main", type = "console" }
        "#;
        let found = manifest(&text.parse().unwrap()).unwrap();
        assert_eq!(found.scripts, ["app.cli", "app.gui", "app.older", "app.testing"]);
        assert_eq!(found.plugins, ["app.testing"]);
        assert_eq!(found.requires_python, Some(PythonVersion::new(3, 9)));
    }

    #[test]
    fn poetry_names_its_python_among_the_dependencies() {
        let text = "[tool.poetry.dependencies]\npython = '^3.10'";
        assert_eq!(
            manifest(&text.parse().unwrap()).unwrap().requires_python,
            Some(PythonVersion::new(3, 10))
        );
        let text = "[tool.poetry.dependencies]\npython = { version = '^3.11' }";
        assert_eq!(
            manifest(&text.parse().unwrap()).unwrap().requires_python,
            Some(PythonVersion::new(3, 11))
        );
    }

    #[test]
    fn odd_shapes_are_as_good_as_absent() {
        assert_eq!(manifest(&"[tool.ruff]".parse().unwrap()), None);
        let text = "[project]\nrequires-python = 3\nscripts = 'x'\nentry-points = ['y']";
        let found = manifest(&text.parse().unwrap()).unwrap();
        assert_eq!((found.requires_python, found.scripts), (None, Vec::new()));
    }

    #[test]
    fn a_requirement_that_says_nothing_is_told() {
        let is_told = |requires: &str| {
            let text = format!("[project]\nrequires-python = {requires}");
            manifest(&text.parse().unwrap()).unwrap().unreadable.is_some()
        };
        for requires in ["3", "'three'", "'>=x'", "'>= 3.9, new'"] {
            assert!(is_told(requires), "{requires}");
        }
        for requires in [
            "''",
            "'*'",
            "'<4'",
            "'>= 3.9,!=3.9.1'",
            "'^3.9 || ~3.8.1'",
            "'==3.12.*'",
        ] {
            assert!(!is_told(requires), "{requires}");
        }
    }
}
