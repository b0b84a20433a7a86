//! The distributions without which a project is not installed: what it depends on wherever it is installed or under a marker, and what
//! builds it. Not its extras, without which it has to do.
use std::collections::BTreeSet;

use toml::{Table, Value};

/// What modules are called of distributions that are called as they are: what a module of another name belongs to is not known here.
pub type Modules = BTreeSet<String>;

/// Those that a `pyproject.toml` names.
pub(super) fn of_pyproject(file: &Table) -> Modules {
    let texts = |table: &str, key: &str| {
        let listed = file
            .get(table)
            .and_then(|table| table.get(key))
            .and_then(Value::as_array);
        listed.into_iter().flatten().filter_map(Value::as_str).filter_map(named)
    };
    let poetry = file.get("tool").and_then(|tool| tool.get("poetry"));
    let of_poetry = poetry
        .and_then(|poetry| poetry.get("dependencies"))
        .and_then(Value::as_table);
    let is_optional = |value: &Value| value.get("optional").and_then(Value::as_bool) == Some(true);
    let of_poetry = of_poetry.into_iter().flatten();
    let of_poetry = of_poetry.filter_map(|(name, value)| named(name).filter(|_| !is_optional(value)));
    let all = texts("project", "dependencies").chain(texts("build-system", "requires"));
    all.chain(of_poetry).filter(|name| name != "python").collect()
}

/// Of the distributions that a project depends on, those that are there whenever it is, by the names that their modules have where
/// they are called as the distributions are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dependencies {
    /// Those without a marker.
    pub always: Modules,
    /// Those that some versions of Python need.
    pub by_version: Modules,
}

impl Dependencies {
    /// Those that a `pyproject.toml` names.
    pub(super) fn of_pyproject(file: &Table) -> Self {
        let mut found = Dependencies::default();
        let listed = file
            .get("project")
            .and_then(|project| project.get("dependencies"))
            .and_then(Value::as_array);
        found.add(listed.into_iter().flatten().filter_map(Value::as_str));
        let poetry = file.get("tool").and_then(|tool| tool.get("poetry"));
        let of_poetry = poetry
            .and_then(|poetry| poetry.get("dependencies"))
            .and_then(Value::as_table);
        for (name, value) in of_poetry.into_iter().flatten().filter(|(name, _)| *name != "python") {
            let says = |key: &str| value.get(key).is_some();
            let is_plain =
                value.is_str() || value.is_table() && !["optional", "markers", "platform"].into_iter().any(says);
            let of_kind = if says("python") {
                &mut found.by_version
            } else {
                &mut found.always
            };
            of_kind.extend(named(name).filter(|_| is_plain));
        }
        found
    }

    /// Adds requirements such as `exceptiongroup>=1; python_version<'3.11'`.
    pub(super) fn add<'r>(&mut self, requirements: impl Iterator<Item = &'r str>) {
        for requirement in requirements {
            let (distribution, marker) = requirement.split_once(';').unwrap_or((requirement, ""));
            let is_letter = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
            let mut words = marker
                .split(|letter| !is_letter(letter))
                .filter(|word| !word.is_empty());
            let of_versions = ["python_version", "python_full_version", "and", "or", "in", "not"];
            match marker.trim() {
                "" => self.always.extend(named(distribution)),
                _ if words.all(|word| of_versions.contains(&word)) => self.by_version.extend(named(distribution)),
                _ => {}
            }
        }
    }
}

/// What the module of a requirement such as `exceptiongroup>=1; python_version<'3.11'` is called.
pub(super) fn named(requirement: &str) -> Option<String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    let requirement = requirement.trim();
    let end = requirement.find(|letter| !is_part(letter)).unwrap_or(requirement.len());
    let name = requirement[..end].replace(['-', '.'], "_").to_lowercase();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_project_is_not_installed_without() {
        let text = r#"
            [project]
            dependencies = ["exceptiongroup ; python_version<'3.11'", "Typing-Extensions>=4", "rich[all]", ">=3"]
            optional-dependencies.more = ["numpy"]
            [build-system]
            requires = ["setuptools>=77"]
            [tool.poetry.dependencies]
            python = "^3.10"
            httpx = "^1"
            pandas = { version = "^2", optional = true }
        "#;
        let found = of_pyproject(&text.parse().unwrap());
        let names = ["exceptiongroup", "httpx", "rich", "setuptools", "typing_extensions"];
        assert_eq!(found.iter().collect::<Vec<_>>(), names);
        let there = Dependencies::of_pyproject(&text.parse().unwrap());
        assert_eq!(
            there.always.iter().collect::<Vec<_>>(),
            ["httpx", "rich", "typing_extensions"]
        );
        assert_eq!(there.by_version.iter().collect::<Vec<_>>(), ["exceptiongroup"]);
    }

    #[test]
    fn what_some_do_without_is_not_always_there() {
        let text = r#"
            [project]
            dependencies = ["colorama ; sys_platform == 'win32'", "rich ; extra == 'more'", "a ; python_version < '3.11' and sys_platform == 'x'"]
            [tool.poetry.dependencies]
            b = { version = "^2", platform = "linux" }
            c = { version = "^2", markers = "sys_platform == 'x'" }
            d = { version = "^2", python = "<3.11" }
            e = [{ version = "^2", python = "<3.11" }]
        "#;
        let there = Dependencies::of_pyproject(&text.parse().unwrap());
        assert!(there.always.is_empty(), "{there:?}");
        assert_eq!(there.by_version.iter().collect::<Vec<_>>(), ["d"]);
    }
}
