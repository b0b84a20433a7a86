//! The distributions without which a project is not installed: what it depends on wherever it is installed or under a marker, and what
//! builds it. Not its extras, without which it has to do.
use std::collections::BTreeSet;

use toml::{Table, Value};

/// What modules are called of distributions that are called as they are: what a module of another name belongs to is not known here.
pub(super) type Modules = BTreeSet<String>;

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
    }
}
