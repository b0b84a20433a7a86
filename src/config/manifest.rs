//! What a project says of itself: the Python it requires, and the modules that its commands start in. In pyproject.toml, else in
//! setup.cfg and setup.py; what a pyproject.toml calls dynamic is looked for there, too.
use std::path::Path;

use super::declared::{self, COMMANDS, Declared, Requires, WINDOWS};
use super::read::{self, PYPROJECT};
use super::requirement::{is_readable, lower_bound};
use super::{ConfigError, PythonVersion, setuptools, sound};

/// The facts of one project.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Manifest {
    /// The oldest Python that may run the project.
    pub requires_python: Option<PythonVersion>,
    /// What is wrong with the Python that it requires.
    pub unreadable: Option<ConfigError>,
    /// The modules of its scripts and entry points, sorted.
    pub scripts: Vec<String>,
    /// The names of its commands, sorted. Not those that open a window: nobody asks these for their help.
    pub commands: Vec<String>,
    /// Its commands and what they call, `module:attribute`, sorted.
    pub calls: Vec<(String, String)>,
    /// The modules that entry points hand out as a whole, sorted.
    pub plugins: Vec<String>,
    /// The modules of all entry points that others look for, sorted: they load what is installed, and may do without what fails.
    pub offered: Vec<String>,
    /// The modules of the distributions without which it is not installed, sorted.
    pub required: Vec<String>,
    /// The modules beside its description that it consists of, sorted.
    pub modules: Vec<String>,
}

/// The facts of the project in a folder; `None` where nothing there describes one.
pub(super) fn in_folder(folder: &Path) -> Option<Manifest> {
    let file = folder.join(PYPROJECT);
    let table = read::text(&file).ok().flatten().and_then(|text| text.parse().ok());
    let Some((mut found, dynamic)) = table.as_ref().and_then(declared::of_pyproject) else {
        return setuptools::in_folder(folder).map(manifest);
    };
    if let Some(requires) = &mut found.requires {
        requires.line = sound::line(&file, "requires-python").or_else(|| sound::line(&file, "python"));
        requires.file = file;
    }
    let leaves = |field: &str| dynamic.iter().any(|name| name == field);
    if !dynamic.is_empty()
        && let Some(more) = setuptools::in_folder(folder)
    {
        if leaves("dependencies") {
            found.distributions.extend(more.distributions);
        }
        found.modules.extend(more.modules);
        if leaves("requires-python") {
            found.requires = found.requires.or(more.requires);
        }
        let is_dynamic = |group: &str| match group {
            COMMANDS => leaves("scripts"),
            WINDOWS => leaves("gui-scripts"),
            _ => leaves("entry-points"),
        };
        for (group, points) in more.groups.into_iter().filter(|(group, _)| is_dynamic(group)) {
            found.groups.entry(group).or_default().extend(points);
        }
    }
    Some(manifest(found))
}

fn manifest(found: Declared) -> Manifest {
    let all = found.groups.iter();
    let points: Vec<(&str, &str, &str)> = all
        .flat_map(|(group, points)| points.iter().map(move |(name, target)| (&**group, &**name, &**target)))
        .collect();
    let commands = || points.iter().filter(|(group, ..)| *group == COMMANDS);
    let calls = commands().filter_map(|(_, name, target)| {
        let target = target.split('[').next()?.trim();
        target.contains(':').then(|| ((*name).to_owned(), target.to_owned()))
    });
    let names = commands().map(|(_, name, _)| (*name).to_owned());
    let is_offered = |(group, ..): &&(&str, &str, &str)| ![COMMANDS, WINDOWS].contains(group);
    let is_whole = |point: &&(&str, &str, &str)| is_offered(point) && !point.2.contains(':');
    let module_of = |(_, _, target): &(&str, &str, &str)| module(target);
    let requires = found.requires.as_ref();
    let required = found.distributions.iter().cloned().collect();
    Manifest {
        requires_python: requires.and_then(|requires| lower_bound(requires.text.as_deref()?)),
        unreadable: requires.and_then(unreadable),
        scripts: sorted(points.iter().filter_map(module_of).collect()),
        commands: sorted(names.chain(found.files.iter().cloned()).collect()),
        calls: sorted(calls.collect()),
        plugins: sorted(points.iter().filter(is_whole).filter_map(module_of).collect()),
        offered: sorted(points.iter().filter(is_offered).filter_map(module_of).collect()),
        required,
        modules: sorted(found.modules),
    }
}

/// What is wrong with a requirement of which nothing is understood.
fn unreadable(requires: &Requires) -> Option<ConfigError> {
    let said = match &requires.text {
        Some(text) if is_readable(text) => return None,
        Some(text) => format!("the required Python \"{text}\" says nothing of versions"),
        None => "the required Python is not written as a text".to_owned(),
    };
    Some(ConfigError {
        path: requires.file.clone(),
        line: requires.line,
        message: format!("{said}, and does not count: `target-version` says which counts"),
    })
}

fn sorted<T: Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort();
    all.dedup();
    all
}

/// The module of `app.cli:main [extra]`.
fn module(reference: &str) -> Option<String> {
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
    use super::super::testing::folder;
    use super::*;

    fn of_files(files: &[(&str, &str)]) -> Option<Manifest> {
        in_folder(folder(files).path())
    }

    fn of_text(text: &str) -> Option<Manifest> {
        of_files(&[("pyproject.toml", text)])
    }

    #[test]
    fn setup_py_says_what_pyproject_does_not() {
        let call = "from setuptools import setup\nsetup(python_requires='>=3.10', scripts=['bin/tool'], entry_points={\n\
                    'console_scripts': ['x=x.cli:main'], 'gui_scripts': ['g=x.gui:main'], 'p': ['p=x.p']})";
        for pyproject in ["", "[build-system]\nrequires = []", "[project\n"] {
            let found = of_files(&[("pyproject.toml", pyproject), ("setup.py", call)]).unwrap();
            assert_eq!(found.requires_python, Some(PythonVersion::new(3, 10)));
            assert_eq!(found.scripts, ["x.cli", "x.gui", "x.p"]);
            assert_eq!(found.commands, ["tool", "x"]);
            assert_eq!(found.calls, [("x".to_owned(), "x.cli:main".to_owned())]);
            assert_eq!(found.plugins, ["x.p"]);
            assert_eq!(found.offered, ["x.p"]);
        }
        let of = |pyproject: &str| of_files(&[("pyproject.toml", pyproject), ("setup.py", call)]).unwrap();
        let found = of("[project]\nname = 'x'\ndynamic = ['scripts']");
        assert_eq!((found.requires_python, found.scripts), (None, vec!["x.cli".to_owned()]));
        let found = of("[project]\nname = 'x'\ndynamic = ['requires-python']");
        assert_eq!((found.requires_python.is_some(), found.scripts.len()), (true, 0));
        assert_eq!(of("[project]\nname = 'x'").scripts.len(), 0);
    }

    #[test]
    fn what_would_have_to_be_run_is_told_with_its_line() {
        let call = "from setuptools import setup\nsetup(\n    python_requires=read())";
        let told = of_files(&[("setup.py", call)]).unwrap().unreadable.unwrap();
        assert_eq!((told.line, told.path.ends_with("setup.py")), (Some(3), true));
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
            [tool.poetry.plugins.other]
            thing = "app.thing:make"
            [tool.flit.scripts]
            flit = "app.flit:main"
            [tool.poetry.scripts]
            old = "app.cli:main"
            older = { reference = "app.older:main", type = "console" }
        "#;
        let found = of_text(text).unwrap();
        assert_eq!(
            found.scripts,
            [
                "app.cli",
                "app.flit",
                "app.gui",
                "app.older",
                "app.testing",
                "app.thing"
            ]
        );
        assert_eq!(found.plugins, ["app.testing"]);
        assert_eq!(found.requires_python, Some(PythonVersion::new(3, 9)));
    }

    #[test]
    fn poetry_names_its_python_among_the_dependencies() {
        let text = "[tool.poetry.dependencies]\npython = '^3.10'";
        assert_eq!(of_text(text).unwrap().requires_python, Some(PythonVersion::new(3, 10)));
        let text = "[tool.poetry.dependencies]\npython = { version = '^3.11' }";
        assert_eq!(of_text(text).unwrap().requires_python, Some(PythonVersion::new(3, 11)));
    }

    #[test]
    fn odd_shapes_are_as_good_as_absent() {
        assert_eq!(of_text("[tool.ruff]"), None);
        let text = "[project]\nrequires-python = 3\nscripts = 'x'\nentry-points = ['y']";
        let found = of_text(text).unwrap();
        assert_eq!((found.requires_python, found.scripts), (None, Vec::new()));
    }

    #[test]
    fn a_requirement_that_says_nothing_is_told() {
        let is_told = |requires: &str| {
            let text = format!("[project]\nrequires-python = {requires}");
            of_text(&text).unwrap().unreadable.is_some()
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
