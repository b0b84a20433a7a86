//! What a program looks up while it runs, beyond what strings in its own sources name: plugins by the entry points of installed
//! distributions, and modules that the packages it imports load by name.
//!
//! Texts are searched without parsing, as in `names`: a module too many costs some size, one too few the program.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{BuildError, failure, files};

/// What has to be included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dynamic {
    /// Modules that entry points name.
    pub modules: Vec<String>,
    /// Distributions whose entry points are asked for: without their metadata the program does not find them.
    pub distributions: BTreeMap<String, Distribution>,
    /// Packages that import parts of themselves by name.
    pub packages: Vec<String>,
}

/// An installed distribution with entry points that are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Distribution {
    /// The folder of its metadata.
    pub folder: PathBuf,
    /// The modules that these entry points name.
    pub modules: BTreeSet<String>,
}

/// Writes the metadata of the distributions once more below `folder`, each with the modules that are included of it; Nuitka
/// refuses metadata where it finds no such module, and an editable installation lists none.
pub(super) fn write(distributions: &BTreeMap<String, Distribution>, folder: &Path) -> Result<(), BuildError> {
    let _ = std::fs::remove_dir_all(folder);
    for distribution in distributions.values() {
        let target = folder.join(distribution.folder.file_name().unwrap_or_default());
        std::fs::create_dir_all(&target).map_err(|error| failure(&target, &error))?;
        for name in ["METADATA", "entry_points.txt"] {
            let from = distribution.folder.join(name);
            if from.is_file() {
                std::fs::copy(&from, target.join(name)).map_err(|error| failure(&from, &error))?;
            }
        }
        let list: String = distribution
            .modules
            .iter()
            .map(|module| format!("{module}\n"))
            .collect();
        let to = target.join("top_level.txt");
        std::fs::write(&to, list).map_err(|error| failure(&to, &error))?;
    }
    Ok(())
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
    let installed: BTreeMap<String, (String, PathBuf)> = site.iter().flat_map(|folder| distributions(folder)).collect();
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
            for (name, folder) in asked_by_name(&text, package).filter_map(|name| installed.get(&normal(name))) {
                let distribution = found.distributions.entry(name.clone()).or_default();
                distribution.folder.clone_from(folder);
                distribution.modules.insert((*package).to_owned());
                // Nuitka refuses metadata of what it does not include, such as what only type checkers import.
                found.modules.push((*package).to_owned());
            }
            let is_init = file.file_name().is_some_and(|name| name == "__init__.py");
            if is_init && ["import_module(", "__import__("].iter().any(|call| text.contains(call)) {
                found.packages.push((*package).to_owned());
            }
        }
    }
    let asked_for = |entry: &&EntryPoint| asked.contains(entry.group.as_str());
    for entry in entries.iter().filter(asked_for) {
        found.modules.push(entry.module.clone());
        let distribution = found.distributions.entry(entry.distribution.clone()).or_default();
        distribution.folder.clone_from(&entry.folder);
        distribution.modules.insert(entry.module.clone());
    }
    for list in [&mut found.modules, &mut found.packages] {
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

/// The distributions that the text of a package asks for by a literal name, such as `version("x")`, or by its own: Nuitka sees
/// that in what it compiles, not in what is kept as bytecode.
fn asked_by_name<'a>(text: &'a str, package: &'a str) -> impl Iterator<Item = &'a str> {
    /// Not in `rules/`: they are beginnings of calls in a text that is not read as Python.
    const CALLS: [&str; 4] = ["version(", "metadata(", "distribution(", "requires("];
    let is_about = text.contains("importlib") && text.contains("metadata");
    let calls = CALLS.into_iter().filter(move |_| is_about);
    let arguments = calls.flat_map(move |call| text.match_indices(call).map(move |(at, _)| &text[at + call.len()..]));
    arguments.filter_map(move |rest| {
        let rest = rest.trim_start();
        if ["__name__", "__package__"].iter().any(|name| rest.starts_with(name)) {
            return Some(package);
        }
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest[1..].split(quote).next()
    })
}

/// The name of a distribution as names are compared (PEP 503).
fn normal(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").to_lowercase()
}

/// The distributions that are installed in a folder: by their normal name, their name and the folder of their metadata.
fn distributions(site: &Path) -> Vec<(String, (String, PathBuf))> {
    let entries = std::fs::read_dir(site).into_iter().flatten().flatten();
    let named = entries.filter_map(|entry| {
        let metadata = std::fs::read_to_string(entry.path().join("METADATA")).ok()?;
        let name = metadata.lines().find_map(|line| line.strip_prefix("Name:"))?.trim();
        Some((normal(name), (name.to_owned(), entry.path())))
    });
    named.collect()
}

struct EntryPoint {
    folder: PathBuf,
    distribution: String,
    group: String,
    module: String,
}

/// Groups that programs do not ask for while they run: installers make scripts of them.
/// Not in `rules/`: packagers have these.
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
                        folder: folder.path(),
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
        write("Net_Ship-2.dist-info/METADATA", "Name: Net.Ship\n");
        write(
            "ship/__init__.py",
            "from importlib import metadata\n__version__ = metadata.version('net-ship')\n",
        );
        write("boat/__init__.py", "version('net-ship')\n");
        write("infra/find.py", "entry_points(group='infra.connectors')\n");
        write(
            "screen/__init__.py",
            "def __getattr__(name):\n    return importlib.import_module(f'screen.{name}')\n",
        );
        folder
    }

    fn check(own: &str) -> (String, String) {
        let site = site();
        let imported = imported(std::iter::once(own));
        let found = found(&[own], &imported, &[site.path().to_owned()]);
        let distributions = found.distributions.into_keys().collect::<Vec<_>>();
        (found.modules.join(" "), distributions.join(" "))
    }

    #[test]
    fn plugins_that_the_program_asks_for() {
        let asked = check("manager.load_setuptools_entrypoints(\"app\")\n");
        assert_eq!(asked, ("app_cloud.backend".into(), "app-cloud".into()));
        assert_eq!(
            check("app = 'the app'; cloud = 'console_scripts'\n"),
            Default::default()
        );
    }

    #[test]
    fn plugins_that_an_imported_package_asks_for() {
        let asked = check("def f():\n    from infra.find import x\n");
        assert_eq!(asked, ("infra.connectors.ssh".into(), "infra".into()));
        assert_eq!(check("import infrared\n"), Default::default());
    }

    #[test]
    fn metadata_that_an_imported_package_asks_for_by_name() {
        assert_eq!(check("import ship.hull\n"), ("ship".into(), "Net.Ship".into()));
        assert_eq!(check("import boat\n"), Default::default());
        let names = |text| asked_by_name(text, "own").collect::<Vec<_>>();
        assert_eq!(
            names(
                "import importlib.metadata as m\nm.version(\n    \"a\"), m.version(__name__), m.version(x), m.version('"
            ),
            ["a", "own", ""]
        );
        assert_eq!(normal("A__b.C"), "a-b-c");
    }

    #[test]
    fn metadata_says_what_is_included() {
        let (site, target) = (site(), tempfile::tempdir().unwrap());
        let own = "entry_points(group=\"app\")\n";
        let found = found(&[own], &BTreeSet::new(), &[site.path().to_owned()]);
        write(&found.distributions, target.path()).unwrap();
        let text =
            |name: &str| std::fs::read_to_string(target.path().join("app_cloud-1.dist-info").join(name)).unwrap();
        assert_eq!(text("top_level.txt"), "app_cloud.backend\n");
        assert!(text("entry_points.txt").contains("app_cloud.backend:Backend"));
    }

    #[test]
    fn packages_that_import_themselves_by_name() {
        let site = site();
        let found = found(&[], &BTreeSet::from(["screen"]), &[site.path().to_owned()]);
        assert_eq!(found.packages, ["screen"]);
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
