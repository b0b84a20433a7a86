//! Where a project keeps its packages, from its pyproject.toml, setup.cfg or setup.py: the keys of the build backends in use. Never
//! fails: a file that cannot be read or parsed names nothing (the settings room reports it).
use std::path::{Component, Path, PathBuf};

use toml::{Table, Value};

/// The folders of `project` below which its packages lie, besides `project` itself: those that its build configuration
/// or pytest's `pythonpath` names, and `src`, where they exist and are not packages themselves.
pub fn source_folders(project: &Path) -> Vec<PathBuf> {
    let text = std::fs::read_to_string(project.join("pyproject.toml")).unwrap_or_default();
    let mut folders: Vec<PathBuf> = Vec::new();
    let names = declared(&text)
        .into_iter()
        .chain(crate::config::package_folders(project));
    for name in std::iter::once("src".to_owned()).chain(names) {
        let Some(folder) = below(project, &name) else { continue };
        if folder.is_dir() && !folder.join("__init__.py").is_file() && !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders
}

/// The relative folder names in a pyproject.toml.
fn declared(text: &str) -> Vec<String> {
    let Ok(document) = text.parse::<Table>() else {
        return Vec::new();
    };
    let at = |path: &[&str]| {
        let (first, rest) = path.split_first()?;
        rest.iter()
            .try_fold(document.get("tool")?.get(first)?, |value, key| value.get(key))
    };
    let mut names = Vec::new();
    for path in [
        &["setuptools", "package-dir", ""][..],
        &["setuptools", "packages", "find", "where"],
        &["hatch", "build", "targets", "wheel", "sources"],
        &["maturin", "python-source"],
        &["pdm", "build", "package-dir"],
        &["uv", "build-backend", "module-root"],
        &["pytest", "ini_options", "pythonpath"],
    ] {
        names.extend(at(path).into_iter().flat_map(strings));
    }
    let packages = at(&["hatch", "build", "targets", "wheel", "packages"]);
    names.extend(
        packages
            .into_iter()
            .flat_map(strings)
            .filter_map(|package| Some(Path::new(&package).parent()?.to_str()?.to_owned())),
    );
    let packages = at(&["poetry", "packages"]).and_then(Value::as_array);
    names.extend(
        packages
            .into_iter()
            .flatten()
            .filter_map(|package| Some(package.get("from")?.as_str()?.to_owned())),
    );
    names
}

/// A string, or the strings of a list.
fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(values) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// A folder strictly below the project; anything else that a configuration may name is not a place to look.
fn below(project: &Path, name: &str) -> Option<PathBuf> {
    let mut folder = project.to_owned();
    for part in Path::new(name).components() {
        match part {
            Component::Normal(part) => folder.push(part),
            Component::CurDir => {}
            _ => return None,
        }
    }
    (folder != project).then_some(folder)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::source_folders;

    #[track_caller]
    fn check(text: &str, folders: &[&str], expected: &[&str]) {
        let project = tempfile::tempdir().unwrap();
        fs::write(project.path().join("pyproject.toml"), text).unwrap();
        for folder in folders {
            fs::create_dir_all(project.path().join(folder)).unwrap();
        }
        let expected: Vec<_> = expected.iter().map(|name| project.path().join(name)).collect();
        assert_eq!(source_folders(project.path()), expected, "{text}");
    }

    #[test]
    fn reads_the_keys_of_the_backends() {
        check("", &["src"], &["src"]);
        check("[tool.maturin]\npython-source = 'python'", &["python"], &["python"]);
        check("[tool.setuptools.package-dir]\n'' = 'lib'", &["lib"], &["lib"]);
        check(
            "[tool.setuptools.packages.find]\nwhere = ['./lib', 'src']",
            &["lib", "src"],
            &["src", "lib"],
        );
        check(
            "[tool.poetry]\npackages = [{include = 'a', from = 'code'}, {include = 'b'}]",
            &["code"],
            &["code"],
        );
        check(
            "[tool.hatch.build.targets.wheel]\npackages = ['py/app', 'top']",
            &["py/app", "top"],
            &["py"],
        );
        check(
            "[tool.pytest.ini_options]\npythonpath = 'tests/lib'",
            &["tests/lib"],
            &["tests/lib"],
        );
        check("[tool.uv.build-backend]\nmodule-root = ''", &[], &[]);
    }

    #[test]
    fn setup_cfg_names_folders_too() {
        let project = tempfile::tempdir().unwrap();
        fs::write(project.path().join("setup.cfg"), "[options]\npackage_dir =\n    =lib\n").unwrap();
        fs::create_dir(project.path().join("lib")).unwrap();
        assert_eq!(source_folders(project.path()), [project.path().join("lib")]);
    }

    #[test]
    fn ignores_what_is_no_folder_of_the_project() {
        check("[tool.maturin]\npython-source = '../other'", &[], &[]);
        check("[tool.maturin]\npython-source = '/'", &[], &[]);
        check("[tool.maturin]\npython-source = 'gone'", &[], &[]);
        check("[tool.maturin]\npython-source = 3", &[], &[]);
        check("not toml at all [", &["src"], &["src"]);
    }
}
