//! Whether a command or the tests load anything of the tree, by the script `loaded.py`: where they do not, they prove nothing of it.
use std::path::{Path, PathBuf};

use super::run::{Place, Unable};
use crate::process::Job;

const LOADED: &str = concat!(include_str!("../profile/make_way.py"), include_str!("loaded.py"));

/// What looks at one program while it runs.
pub(super) struct Watch {
    hook: PathBuf,
    found: PathBuf,
}

impl Watch {
    /// Something that looks from a folder outside of the tree.
    ///
    /// # Errors
    /// Where it cannot be written there.
    pub fn new(beside: &Path) -> Result<Watch, Unable> {
        let hook = beside.join("loaded");
        std::fs::create_dir_all(&hook)?;
        std::fs::write(hook.join("sitecustomize.py"), LOADED)?;
        let found = hook.join("found");
        let _ = std::fs::remove_file(&found);
        Ok(Watch { hook, found })
    }

    /// The place in which programs are looked at.
    pub fn place(&self, place: &Place) -> Place {
        let mut watched = place.clone();
        watched.path.insert(0, self.hook.clone());
        watched
    }

    /// The job as it is looked at.
    pub fn watched(&self, job: Job, tree: &Path) -> Job {
        job.env("DORMANT_TREE", tree).env("DORMANT_LOADED", &self.found)
    }

    /// Fails where nothing of the tree was loaded.
    ///
    /// # Errors
    /// In one sentence.
    pub fn has_seen(&self, line: &str, flag: &str) -> Result<(), Unable> {
        match self.found.exists() {
            true => Ok(()),
            false => Err(Unable::Other(format!(
                "`{line}` ({flag}) proves nothing: it runs no module and no script of the project, before any edit"
            ))),
        }
    }
}
