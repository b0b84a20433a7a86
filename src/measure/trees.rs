//! The two trees that are compared: what they put on the module search path, and whether that is what gets imported.
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::process::{Job, ProcessError};

/// A tree of sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// Its folder.
    pub folder: PathBuf,
    /// The folders that its packages are rooted in; they go first on `PYTHONPATH`.
    pub roots: Vec<PathBuf>,
    /// The folders of dependencies that it brings, which follow.
    pub dependencies: Vec<PathBuf>,
}

impl Tree {
    /// All its folders, in the order of the module search path.
    pub fn path(&self) -> Vec<PathBuf> {
        self.roots.iter().chain(&self.dependencies).cloned().collect()
    }

    /// `PYTHONPATH` for this tree: its folders before those of this process.
    pub fn python_path(&self) -> std::ffi::OsString {
        let inherited = std::env::var_os("PYTHONPATH").unwrap_or_default();
        let inherited: Vec<PathBuf> = std::env::split_paths(&inherited)
            .filter(|folder| !folder.as_os_str().is_empty())
            .collect();
        std::env::join_paths(self.path().iter().chain(&inherited)).unwrap_or_default()
    }

    /// The job as it is run for this tree: in its folder `within`, or wherever this process is where that is `None`.
    pub(super) fn settled(&self, job: Job, within: Option<&Path>) -> Job {
        match within {
            Some(within) => job.folder(self.folder.join(within)),
            None => job,
        }
    }

    /// A warning where the program's package is found elsewhere than in this tree, so that measuring it measures something else.
    pub(super) fn stranger(&self, module: &str, found: &Path) -> Option<String> {
        (!self.holds(found)).then(|| {
            format!(
                "`{module}` is imported from {} and not from {}: is the folder that holds the package given, and is \
                 the installed one no editable installation that comes first?",
                if found.as_os_str().is_empty() {
                    "nowhere".into()
                } else {
                    found.display().to_string()
                },
                self.folder.display()
            )
        })
    }

    /// Whether a top-level module is there.
    pub(super) fn has(&self, top: &str) -> bool {
        let mut roots = self.roots.iter();
        roots.any(|root| root.join(top).is_dir() || root.join(format!("{top}.py")).is_file())
    }

    /// Whether a file or folder, without links, is part of this tree.
    pub(super) fn holds(&self, found: &Path) -> bool {
        let folder = self.folder.canonicalize().unwrap_or_else(|_| self.folder.clone());
        found.starts_with(folder)
    }
}

/// Where a top-level module is imported from, without links; empty where it is not found. `looks_here` is whether the folder that the
/// program runs in is on its path.
pub(super) fn found(
    python: &Path,
    module: &str,
    tree: Option<&Tree>,
    within: Option<&Path>,
    looks_here: bool,
) -> Result<PathBuf, ProcessError> {
    const ASK: &str = "import sys\nif sys.argv[2] == 'no': del sys.path[0]\nimport importlib.util, os\n\
         spec = importlib.util.find_spec(sys.argv[1])\n\
         print(os.path.realpath((list(spec.submodule_search_locations or []) or [spec.origin or ''])[0]) if spec else '')";
    let here = if looks_here { "yes" } else { "no" };
    let job = Job::new(python)
        .args(["-c", ASK, module, here])
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .timeout(Duration::from_secs(60));
    let job = match tree {
        Some(tree) => tree.settled(job.env("PYTHONPATH", tree.python_path()), within),
        None => job,
    };
    Ok(PathBuf::from(job.run()?.stdout.text().trim()))
}
