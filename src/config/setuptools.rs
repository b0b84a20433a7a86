//! What setup.cfg and setup.py declare of a project. setup.py is read, never run: what is not a literal there is not known.
use std::collections::BTreeMap;
use std::path::Path;

use super::declared::{Declared, Requires};
use super::{distributions, ini, read, sound};
use crate::syntax::{Literal, setup_arguments};

/// What the two files in a folder declare; `None` where neither describes a project. What setup.cfg says counts before what setup.py
/// hands to `setup`, as setuptools has it.
pub(super) fn in_folder(folder: &Path) -> Option<Declared> {
    let of_file = of_cfg(&folder.join("setup.cfg"));
    let of_call = of_call(&folder.join("setup.py"));
    match (of_file, of_call) {
        (Some(first), Some(second)) => Some(Declared {
            requires: first.requires.or(second.requires),
            groups: if first.groups.is_empty() {
                second.groups
            } else {
                first.groups
            },
            files: if first.files.is_empty() {
                second.files
            } else {
                first.files
            },
            distributions: &first.distributions | &second.distributions,
            modules: [first.modules, second.modules].concat(),
        }),
        (one, other) => one.or(other),
    }
}

/// The folders, relative to `folder`, in which the two files say that packages are looked for.
pub fn package_folders(folder: &Path) -> Vec<String> {
    let text = |name: &str| read::text(&folder.join(name)).ok().flatten().unwrap_or_default();
    let cfg = text("setup.cfg");
    let value = |section: &str, key: &str| ini::section(&cfg, section)?.get(key).map(str::to_owned);
    let mut found: Vec<String> = value("options", "package_dir")
        .map(|lines| ini::words(&lines))
        .unwrap_or_default()
        .iter()
        .filter_map(|line| Some(line.strip_prefix('=')?.trim().to_owned()))
        .collect();
    found.extend(value("options.packages.find", "where"));
    let call = text("setup.py");
    let arguments = if call.contains("package_dir") {
        setup_arguments(&call)
    } else {
        None
    };
    if let Some(Literal::Table(folders)) = arguments.as_ref().and_then(|all| Some(&all.get("package_dir")?.value)) {
        found.extend(folders.get("").and_then(as_text).map(str::to_owned));
    }
    found
}

fn of_cfg(file: &Path) -> Option<Declared> {
    let text = read::text(file).ok()??;
    let [metadata, options, points] =
        ["metadata", "options", "options.entry_points"].map(|name| ini::section(&text, name));
    if metadata.is_none() && options.is_none() && points.is_none() {
        return None;
    }
    let option = |key: &str| options.as_ref().and_then(|options| options.get(key));
    let mut found = Declared {
        // Both spellings were taken for years.
        requires: ["python_requires", "python-requires"].into_iter().find_map(|key| {
            Some(Requires {
                text: Some(option(key)?.to_owned()),
                file: file.to_owned(),
                line: sound::line(file, key),
            })
        }),
        ..Declared::default()
    };
    let requirements = option("install_requires").unwrap_or_default().lines();
    found.distributions = requirements.filter_map(distributions::named).collect();
    found.modules = option("py_modules").map(ini::words).unwrap_or_default();
    for path in option("scripts").map(ini::words).unwrap_or_default() {
        found.file(&path);
    }
    for (group, lines) in points.into_iter().flat_map(|section| section.0) {
        found.points(&group, &lines);
    }
    Some(found)
}

fn of_call(file: &Path) -> Option<Declared> {
    let arguments = setup_arguments(&read::text(file).ok()??)?;
    let mut found = Declared {
        requires: arguments.get("python_requires").map(|argument| Requires {
            text: as_text(&argument.value).map(str::to_owned),
            file: file.to_owned(),
            line: Some(argument.line),
        }),
        ..Declared::default()
    };
    if let Some(Literal::List(all)) = arguments.get("install_requires").map(|argument| &argument.value) {
        found.distributions = all
            .iter()
            .filter_map(as_text)
            .filter_map(distributions::named)
            .collect();
    }
    if let Some(Literal::List(modules)) = arguments.get("py_modules").map(|argument| &argument.value) {
        found.modules = modules.iter().filter_map(as_text).map(str::to_owned).collect();
    }
    if let Some(Literal::List(files)) = arguments.get("scripts").map(|argument| &argument.value) {
        files.iter().filter_map(as_text).for_each(|path| found.file(path));
    }
    match arguments.get("entry_points").map(|argument| &argument.value) {
        Some(Literal::Text(text)) => {
            for (group, lines) in groups(text) {
                found.points(&group, &lines);
            }
        }
        Some(Literal::Table(groups)) => {
            for (group, points) in groups {
                match points {
                    Literal::List(points) => points
                        .iter()
                        .filter_map(as_text)
                        .for_each(|line| found.points(group, line)),
                    Literal::Text(lines) => found.points(group, lines),
                    Literal::Table(_) | Literal::Unknown => {}
                }
            }
        }
        Some(Literal::List(_) | Literal::Unknown) | None => {}
    }
    Some(found)
}

fn as_text(literal: &Literal) -> Option<&str> {
    match literal {
        Literal::Text(text) => Some(text),
        Literal::List(_) | Literal::Table(_) | Literal::Unknown => None,
    }
}

/// The groups in a text in the manner of `entry_points.txt`, whose lines may be indented.
fn groups(text: &str) -> BTreeMap<String, String> {
    let mut groups: BTreeMap<String, String> = BTreeMap::new();
    let mut group = String::new();
    for line in text.lines().map(str::trim) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(name) => name.trim().clone_into(&mut group),
            None => *groups.entry(group.clone()).or_default() += &format!("{line}\n"),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::super::testing::folder;
    use super::*;

    fn of(files: &[(&str, &str)]) -> Option<Declared> {
        in_folder(folder(files).path())
    }

    fn points(found: &Declared, group: &str) -> Vec<String> {
        let points = found.groups.get(group).into_iter().flatten();
        points.map(|(name, target)| format!("{name}={target}")).collect()
    }

    const CFG: &str = "[metadata]\nname = x\n[options]\npython_requires = >=3.10\nscripts =\n    bin/run\n\
        [options.entry_points]\nconsole_scripts =\n    x = x.cli:main\n    # y = no:no\n    z=x.z:main [extra]\n\
        pytest11 = p = x.plugin\n";

    #[test]
    fn setup_cfg() {
        let found = of(&[("setup.cfg", CFG)]).unwrap();
        let requires = found.requires.clone().unwrap();
        assert_eq!((requires.text.as_deref(), requires.line), (Some(">=3.10"), Some(4)));
        assert_eq!(
            points(&found, "console_scripts"),
            ["x=x.cli:main", "z=x.z:main [extra]"]
        );
        assert_eq!(points(&found, "pytest11"), ["p=x.plugin"]);
        assert_eq!(found.files, ["run"]);
        assert_eq!(of(&[("setup.cfg", "[flake8]\nselect = E\n")]), None);
    }

    #[test]
    fn setup_py_in_each_form_of_entry_points() {
        for entry_points in [
            "{'console_scripts': ['x = x.cli:main']}",
            "{'console_scripts': 'x = x.cli:main'}",
            "dict(console_scripts=('x=x.cli:main',))",
            "'''\n    [console_scripts]\n    x = x.cli:main\n    [other]\n    y = z\n'''",
            "POINTS",
        ] {
            let text = format!(
                "from setuptools import setup\nPOINTS = {{'console_scripts': ['x=x.cli:main']}}\n\
                 setup(python_requires='>=3.11', entry_points={entry_points})"
            );
            let found = of(&[("setup.py", &text)]).unwrap();
            assert_eq!(points(&found, "console_scripts"), ["x=x.cli:main"], "{entry_points}");
            assert_eq!(found.requires.unwrap().text.as_deref(), Some(">=3.11"));
        }
    }

    #[test]
    fn folders_of_packages() {
        let cfg = "[options]\npackage_dir =\n    = lib\n    a.b = other\n[options.packages.find]\nwhere = src\n";
        let call = "from setuptools import setup\nsetup(package_dir={'': 'code', 'a': 'x'})";
        let folder = folder(&[("setup.cfg", cfg), ("setup.py", call)]);
        assert_eq!(package_folders(folder.path()), ["lib", "src", "code"]);
    }

    #[test]
    fn setup_cfg_counts_before_setup_py() {
        let call =
            "from setuptools import setup\nsetup(python_requires=read(), entry_points={'console_scripts': ['y=y:y']})";
        let found = of(&[("setup.cfg", CFG), ("setup.py", call)]).unwrap();
        assert_eq!(found.requires.unwrap().text.as_deref(), Some(">=3.10"));
        let found = of(&[("setup.cfg", "[metadata]\nname = x\n"), ("setup.py", call)]).unwrap();
        assert_eq!(points(&found, "console_scripts"), ["y=y:y"]);
        assert_eq!(found.requires.unwrap().text, None);
    }
}
