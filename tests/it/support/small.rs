//! A small project with one heavy import that can be deferred: what most tests of the command line need.
use std::path::Path;

use super::dormant;
use super::run::{Done, run};
use super::tree;

/// The configuration.
pub const CONFIG: &str =
    "[tool.dormant]\nsrc = [\".\"]\nsearch-path = [\"site\"]\nexclude = [\"site\"]\nheavy = [\"ballast\"]\n";

/// A module whose import of `ballast` can be deferred.
pub const GOOD: &str = "import ballast\n\n\ndef weight():\n    return ballast.weigh(1)\n";

/// A temporary project with the heavy package `ballast` and the module `good.py`.
pub struct Small {
    folder: tempfile::TempDir,
}

impl Small {
    /// With `files` (path, text) besides, or instead.
    pub fn new(files: &[(&str, &str)]) -> Small {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let package = "def weigh(*values):\n    return sum(values)\n";
        let own = [
            ("pyproject.toml", CONFIG),
            ("good.py", GOOD),
            ("site/ballast/__init__.py", package),
        ];
        tree::write(folder.path(), &own).expect("the files can be written");
        tree::write(folder.path(), files).expect("the files can be written");
        Small { folder }
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs `dormant` with `arguments` in it.
    pub fn dormant(&self, arguments: &[&str]) -> Done {
        run(dormant(self.path()).args(arguments))
    }

    /// The bytes of a file.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path().join(name)).unwrap_or_default()
    }

    /// Writes the bytes of a file.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path().join(name), bytes).expect("the file can be written");
    }

    /// Whether the import in `good.py` has been deferred.
    pub fn good_is_fixed(&self) -> bool {
        let text = String::from_utf8_lossy(&self.read("good.py")).into_owned();
        text.contains("    import ballast\n") && !text.starts_with("import ballast")
    }
}
