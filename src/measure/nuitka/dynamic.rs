//! What a program looks up while it runs, beyond what strings in its own sources name: plugins by the entry points of installed
//! distributions, and modules that the packages it imports load by name.
//!
//! Texts are searched without parsing, as in `names`: a module too many costs some size, one too few the program.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::files;

/// What has to be included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dynamic {
    /// Modules that entry points name.
    pub modules: Vec<String>,
    /// Distributions whose entry points are asked for: without their metadata the program does not find them.
    pub distributions: Vec<String>,
    /// Packages that import parts of themselves by name.
    pub packages: Vec<String>,
}

/// The top-level names that statements of the texts import.
pub(super) fn imported<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    texts
        .flat_map(str::lines)
        .map(str::trim_start)
        .filter_map(|line| line.strip_prefix("import ").or_else(|| line.strip_prefix("from ")))
        .filter_map(|rest| rest.split([' ', '.', ',', ';']).next())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Looks through the program's own texts and through the packages below `site` that these import.
pub(super) fn found<'a>(own: &[&'a str], imported: &BTreeSet<&'a str>, site: &[PathBuf]) -> Dynamic {
    let mut found = Dynamic::default();
    let entries: Vec<EntryPoint> = site.iter().flat_map(|folder| entry_points(folder)).collect();
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    let groups: BTreeSet<&str> = entries.iter().map(|entry| entry.group.as_str()).collect();
    let mut look = |text: &str| asked.extend(groups.iter().copied().filter(|group| is_quoted(text, group)));
    own.iter().for_each(|text| look(text));
    for package in imported {
        let folders = site.iter().map(|folder| folder.join(package));
        for file in folders
            .filter(|folder| folder.is_dir())
            .flat_map(|folder| python(&folder))
        {
            let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap_or_default()).into_owned();
            look(&text);
            let is_init = file.file_name().is_some_and(|name| name == "__init__.py");
            if is_init && ["import_module(", "__import__("].iter().any(|call| text.contains(call)) {
                found.packages.push((*package).to_owned());
            }
        }
    }
    let asked_for = |entry: &&EntryPoint| asked.contains(entry.group.as_str());
    for entry in entries.iter().filter(asked_for) {
        found.modules.push(entry.module.clone());
        found.distributions.push(entry.distribution.clone());
    }
    for list in [&mut found.modules, &mut found.distributions, &mut found.packages] {
        list.sort();
        list.dedup();
    }
    found
}

fn python(folder: &Path) -> Vec<PathBuf> {
    files::python(folder).collect()
}

fn is_quoted(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        before == after && matches!(before, Some('"' | '\''))
    })
}

struct EntryPoint {
    distribution: String,
    group: String,
    module: String,
}

/// Groups that programs do not ask for while they run: installers make scripts of them.
const INSTALLED_AS_SCRIPTS: [&str; 2] = ["console_scripts", "gui_scripts"];

/// The entry points of the distributions that are installed in a folder
/// ([format](https://packaging.python.org/en/latest/specifications/entry-points/)).
fn entry_points(site: &Path) -> Vec<EntryPoint> {
    let mut found = Vec::new();
    for folder in std::fs::read_dir(site).into_iter().flatten().flatten() {
        let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).ok();
        let (Some(entries), Some(metadata)) = (text("entry_points.txt"), text("METADATA")) else {
            continue;
        };
        let Some(name) = metadata.lines().find_map(|line| line.strip_prefix("Name:")) else {
            continue;
        };
        let mut group = "";
        for line in entries.lines().map(str::trim) {
            if let Some(header) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                group = header.trim();
            } else if let Some((_, target)) = line.split_once('=').filter(|_| !line.starts_with(['#', ';'])) {
                let module = target.trim().split([':', ' ', '[']).next().unwrap_or_default();
                if !INSTALLED_AS_SCRIPTS.contains(&group) && !module.is_empty() {
                    found.push(EntryPoint {
                        distribution: name.trim().to_owned(),
                        group: group.to_owned(),
                        module: module.to_owned(),
                    });
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(
            "app_cloud-1.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: app-cloud\n",
        );
        write(
            "app_cloud-1.dist-info/entry_points.txt",
            "[console_scripts]\ncloud = app_cloud.cli:main\n\n[app]\n# text = x\ncloud = app_cloud.backend:Backend [extra]\n",
        );
        write("infra-1.dist-info/METADATA", "Name: infra\n");
        write(
            "infra-1.dist-info/entry_points.txt",
            "[infra.connectors]\nssh = infra.connectors.ssh\n",
        );
        write("infra/__init__.py", "");
        write("infra/find.py", "entry_points(group='infra.connectors')\n");
        write(
            "screen/__init__.py",
            "def __getattr__(name):\n    return importlib.import_module(f'screen.{name}')\n",
        );
        folder
    }

    fn check(own: &str) -> Dynamic {
        let site = site();
        let imported = imported(std::iter::once(own));
        found(&[own], &imported, &[site.path().to_owned()])
    }

    #[test]
    fn plugins_that_the_program_asks_for() {
        let found = check("manager.load_setuptools_entrypoints(\"app\")\n");
        assert_eq!(
            (found.modules, found.distributions),
            (vec!["app_cloud.backend".into()], vec!["app-cloud".into()])
        );
        assert_eq!(
            check("app = 'the app'; cloud = 'console_scripts'\n"),
            Dynamic::default()
        );
    }

    #[test]
    fn plugins_that_an_imported_package_asks_for() {
        let found = check("def f():\n    from infra.find import x\n");
        assert_eq!(
            (found.modules, found.distributions),
            (vec!["infra.connectors.ssh".into()], vec!["infra".into()])
        );
        assert_eq!(check("import infrared\n"), Dynamic::default());
    }

    #[test]
    fn packages_that_import_themselves_by_name() {
        assert_eq!(check("import screen\n").packages, ["screen"]);
    }

    #[test]
    fn imports_are_found_by_their_statements() {
        let text = "import a.b, c\nfrom d.e import f\n    import g; x\nfrom . import h\n# import i\n";
        assert_eq!(
            imported(std::iter::once(text)).into_iter().collect::<Vec<_>>(),
            ["a", "d", "g"]
        );
    }
}
