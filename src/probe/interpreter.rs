//! Which interpreter imports the module: the one whose installed packages count.
use std::path::{Path, PathBuf};

use crate::project::Surroundings;

/// Not in `rules/`: a virtual environment has these, on each system.
const NAMES: [&str; 4] = ["bin/python3", "bin/python", "Scripts/python.exe", "python.exe"];

/// The given interpreter or environment, else the activated environment, else one in `root` or above, else `python3` as the
/// system finds it.
pub fn interpreter(root: &Path, given: Option<&Path>, surroundings: &Surroundings) -> PathBuf {
    if let Some(given) = given {
        return inside(given).unwrap_or_else(|| given.to_owned());
    }
    let activated = [&surroundings.virtual_env, &surroundings.conda_prefix];
    let activated = activated.into_iter().flatten().find_map(|folder| inside(folder));
    let beside = || {
        let folders = root
            .ancestors()
            .flat_map(|above| [".venv", "venv", "env"].map(|name| above.join(name)));
        folders
            .filter(|folder| folder.join("pyvenv.cfg").is_file())
            .find_map(|folder| inside(&folder))
    };
    activated.or_else(beside).unwrap_or_else(|| PathBuf::from("python3"))
}

/// The interpreter of an environment's folder.
fn inside(folder: &Path) -> Option<PathBuf> {
    NAMES.iter().map(|name| folder.join(name)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_the_nearest_to_the_farthest() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            std::fs::write(&path, "").expect("a file");
            path
        };
        let (active, beside) = (file("active/bin/python"), file("project/.venv/bin/python3"));
        let none = Surroundings::default();
        let root = folder.path().join("project/src");
        assert_eq!(
            interpreter(&root, Some(Path::new("python3.9")), &none),
            Path::new("python3.9")
        );
        assert_eq!(interpreter(&root, Some(&folder.path().join("active")), &none), active);
        assert_ne!(interpreter(&root, None, &none), beside, "no pyvenv.cfg");
        file("project/.venv/pyvenv.cfg");
        assert_eq!(interpreter(&root, None, &none), beside);
        let activated = Surroundings {
            virtual_env: Some(folder.path().join("active")),
            ..none
        };
        assert_eq!(interpreter(&root, None, &activated), active);
    }
}
