//! The console scripts that a project declares: names, and what they call.
use std::path::Path;

use super::manifest;

/// The commands of the nearest project at or above `folder`, as name and `module:attribute`, sorted; what is not written as it should
/// be is left out.
pub fn scripts(folder: &Path) -> Vec<(String, String)> {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let nearest = folder.ancestors().find_map(manifest::in_folder);
    nearest.map(|manifest| manifest.calls).unwrap_or_default()
}

/// The module that an entry of `entry-points` names: `app.cli` of `app.cli`, of `3 * app.cli:main` and of `lambda: app.cli.handler`;
/// of a command such as `app --help` or `python -m app`, none.
pub fn entry_module(entry: &str) -> Option<&str> {
    let command = entry.split_once(" * ").map_or(entry, |(_, command)| command).trim();
    let module = match command.strip_prefix("lambda:") {
        Some(handler) => handler.split_whitespace().next()?.rsplit_once('.')?.0,
        None => command.split(':').next()?,
    };
    let is_name = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    module.split('.').all(is_name).then_some(module)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_of_an_entry_point() {
        for (entry, module) in [
            ("app.cli", Some("app.cli")),
            ("3 * app.cli:main.run", Some("app.cli")),
            ("lambda: app.web.handler event.json", Some("app.web")),
            ("lambda:app.handler", Some("app")),
            ("lambda: handler", None),
            ("app --help", None),
            ("python -m app.cli", None),
        ] {
            assert_eq!(entry_module(entry), module, "{entry}");
        }
    }

    #[test]
    fn names_and_what_they_call() {
        let text =
            "[project.scripts]\nb = 'p.cli:main [x]'\nodd = 3\nworse = 'p'\n[tool.poetry.scripts]\na = 'p:App.run'";
        let pair = |name: &str, target: &str| (name.to_owned(), target.to_owned());
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("pyproject.toml"), text).unwrap();
        assert_eq!(
            scripts(folder.path()),
            [pair("a", "p:App.run"), pair("b", "p.cli:main")]
        );
        std::fs::write(folder.path().join("pyproject.toml"), "[project]\nscripts = 'x'").unwrap();
        assert_eq!(scripts(folder.path()), []);
    }
}
