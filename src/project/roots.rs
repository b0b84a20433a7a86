//! The folders below which first-party modules have their names, given or guessed. Reads build configuration, no sources.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::layout;
use super::name::{ModuleName, own_folder_root};

/// Folders that stand on `sys.path` when the project runs, nested ones first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roots {
    folders: Vec<PathBuf>,
}

/// What makes a folder a project.
/// Not in `rules/`: packagers have these.
const PROJECT_FILES: &[&str] = &["pyproject.toml", "setup.py", "setup.cfg"];

impl Roots {
    /// The roots that the user named; paths as absolute as those of the files.
    pub fn explicit(folders: &[PathBuf]) -> Roots {
        Roots::sorted(folders.iter().cloned().collect())
    }

    /// The roots of some files, which have absolute paths.
    ///
    /// The nearest folder above a file with `pyproject.toml`, `setup.py` or `setup.cfg` is its project. Roots are the project,
    /// its `src` folder (unless that is a package itself) and the folders that its build configuration names. Of a file
    /// without a project it is the folder above its topmost package, or the outermost one above that which is such a folder
    /// itself: `ns/a.py` beside `main.py` is `ns.a`, as in a project. A project among the tests below `root` is data
    /// of these: its modules have their names below the project around them.
    pub fn guess(files: &[PathBuf], root: &Path) -> Roots {
        let mut found = BTreeSet::new();
        let mut without_project = BTreeSet::new();
        let mut projects: BTreeMap<PathBuf, Option<PathBuf>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for file in files {
            let Some(folder) = file.parent().filter(|folder| seen.insert(folder.to_path_buf())) else {
                continue;
            };
            match project_of(folder, root, &mut projects) {
                None => without_project.extend(own_folder_root(file)),
                Some(project) => {
                    if found.insert(project.clone()) {
                        found.extend(layout::source_folders(&project));
                    }
                }
            }
        }
        let is_inside = |root: &&PathBuf| root.ancestors().skip(1).any(|above| without_project.contains(above));
        found.extend(without_project.iter().filter(|root| !is_inside(root)).cloned());
        Roots::sorted(found)
    }

    /// The same, and the roots of some projects, whether or not any of the files is theirs.
    pub fn with(self, projects: &[PathBuf]) -> Roots {
        let mut found: BTreeSet<PathBuf> = self.folders.into_iter().collect();
        for project in projects {
            if found.insert(project.clone()) {
                found.extend(layout::source_folders(project));
            }
        }
        Roots::sorted(found)
    }

    fn sorted(folders: BTreeSet<PathBuf>) -> Roots {
        let mut folders: Vec<PathBuf> = folders.into_iter().collect();
        folders.sort_by_key(|folder| std::cmp::Reverse(folder.components().count()));
        Roots { folders }
    }

    /// The roots, nested ones before those around them, else in the order of their paths.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The name of a file: below the longest root that holds it, else (and where that is not a possible name) within the
    /// package that holds it, or its stem as a script.
    pub fn name(&self, path: &Path) -> ModuleName {
        let relative = self.folders.iter().find_map(|root| path.strip_prefix(root).ok());
        relative
            .and_then(ModuleName::below_root)
            .unwrap_or_else(|| ModuleName::of_own_folder(path))
    }
}

/// The nearest project at or above `folder` that is no data of tests, or else that, remembered for every folder on the way.
fn project_of(folder: &Path, root: &Path, known: &mut BTreeMap<PathBuf, Option<PathBuf>>) -> Option<PathBuf> {
    let mut passed = Vec::new();
    let mut data = None;
    let mut result = None;
    for above in folder.ancestors() {
        if let Some(project) = known.get(above) {
            result = project.clone();
            break;
        }
        passed.push(above);
        // In a package, `setup.py` is a module.
        let is_module = |name: &str| name == "setup.py" && above.join("__init__.py").is_file();
        if PROJECT_FILES
            .iter()
            .any(|name| above.join(name).is_file() && !is_module(name))
        {
            if is_in_tests(above, root) {
                data.get_or_insert_with(|| above.to_owned());
                continue;
            }
            result = Some(above.to_owned());
            break;
        }
    }
    let result = result.or(data);
    known.extend(passed.into_iter().map(|folder| (folder.to_owned(), result.clone())));
    result
}

/// Whether a folder lies in a folder of tests below another one.
fn is_in_tests(folder: &Path, root: &Path) -> bool {
    let between = folder.parent().and_then(|parent| parent.strip_prefix(root).ok());
    between.is_some_and(|between| between.iter().any(|part| part == "tests" || part == "test"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    fn tree(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    /// Guesses the roots of all the files and names each of them.
    #[track_caller]
    fn check(extra: &[&str], named: &[(&str, &str)]) {
        let files: Vec<&str> = named.iter().map(|(file, _)| *file).collect();
        let folder = tree(&[extra, files.as_slice()].concat());
        let paths: Vec<PathBuf> = files.iter().map(|file| folder.path().join(file)).collect();
        let roots = Roots::guess(&paths, folder.path());
        for (path, (file, name)) in paths.iter().zip(named) {
            assert_eq!(roots.name(path).dotted, *name, "{file} below {:?}", roots.folders());
        }
    }

    #[test]
    fn flat_and_src_layouts() {
        check(
            &["p/pyproject.toml"],
            &[
                ("p/app/__init__.py", "app"),
                ("p/app/io/read.py", "app.io.read"),
                ("p/tests/test_a.py", "tests.test_a"),
            ],
        );
        check(
            &["p/setup.py"],
            &[
                ("p/src/app/__init__.py", "app"),
                ("p/src/app/__main__.py", "app.__main__"),
                ("p/src/one.py", "one"),
                ("p/noxfile.py", "noxfile"),
                ("p/tests/conftest.py", "tests.conftest"),
            ],
        );
    }

    #[test]
    fn a_src_folder_that_is_a_package_is_no_root() {
        check(
            &["p/setup.cfg"],
            &[("p/src/__init__.py", "src"), ("p/src/app.py", "src.app")],
        );
    }

    #[test]
    fn nested_projects_have_their_own_roots_and_share_namespaces() {
        check(
            &["pyproject.toml", "libs/a/pyproject.toml", "libs/b/pyproject.toml"],
            &[
                ("libs/a/imbue/a/__init__.py", "imbue.a"),
                ("libs/b/imbue/b/x.py", "imbue.b.x"),
                ("scripts/run.py", "scripts.run"),
            ],
        );
    }

    #[test]
    fn a_module_of_that_name_makes_no_project() {
        check(
            &["p/pyproject.toml", "p/app/__init__.py", "p/app/setup.py"],
            &[("p/app/setup.py", "app.setup"), ("p/app/helper.py", "app.helper")],
        );
    }

    #[test]
    fn a_project_among_the_tests_of_another_is_data() {
        check(
            &[
                "p/pyproject.toml",
                "p/tests/data/build/pyproject.toml",
                "p/tests/data/src/setup.py",
                "p/libs/tests/pyproject.toml",
            ],
            &[
                ("p/tests/data/build/build.py", "tests.data.build.build"),
                ("p/tests/data/src/src/one.py", "tests.data.src.src.one"),
                ("p/libs/tests/helpers.py", "helpers"),
            ],
        );
        // Nothing is around it.
        check(&["tests/data/setup.py"], &[("tests/data/app/one.py", "app.one")]);
    }

    #[test]
    fn without_a_project_the_topmost_package_decides() {
        check(
            &["x-y/a/__init__.py"],
            &[
                ("x-y/a/b/__init__.py", "a.b"),
                ("x-y/a/b/c.py", "a.b.c"),
                ("z/my-script.py", "my-script"),
                ("z/q.py", "q"),
            ],
        );
        // Folders beside files of the same program are packages of it.
        check(
            &[],
            &[
                ("main.py", "main"),
                ("ns/a.py", "ns.a"),
                ("ns/pkg/__init__.py", "ns.pkg"),
                ("ns/pkg/deep/b.py", "ns.pkg.deep.b"),
            ],
        );
    }

    #[test]
    fn folders_that_cannot_be_named_fall_back_to_the_package() {
        check(
            &["pyproject.toml", "my-tools/pkg/__init__.py"],
            &[
                ("my-tools/pkg/mod.py", "pkg.mod"),
                ("my-tools/run.py", "run"),
                ("run-me.py", "run-me"),
            ],
        );
    }

    #[test]
    fn explicit_roots_the_longest_wins() {
        let folder = tree(&["a/b/c.py", "d.py"]);
        let roots = Roots::explicit(&[folder.path().to_owned(), folder.path().join("a")]);
        assert_eq!(roots.folders(), [folder.path().join("a"), folder.path().to_owned()]);
        assert_eq!(roots.name(&folder.path().join("a/b/c.py")).dotted, "b.c");
        assert_eq!(roots.name(&folder.path().join("d.py")).dotted, "d");
        assert_eq!(roots.name(Path::new("/elsewhere/e.py")).dotted, "e");
    }

    #[test]
    fn a_package_at_the_root_itself_is_named_after_its_folder() {
        check(&["app/pyproject.toml"], &[("app/__init__.py", "app")]);
    }
}
