//! What is looked at of a program, and how its programs are run.
use super::modules::Module;
use super::run::Place;
use crate::config::Accept;

/// What is looked at, and how.
#[derive(Debug, Clone)]
pub struct Checks {
    /// How programs are run.
    pub place: Place,
    /// All files of the program.
    pub modules: Vec<Module>,
    /// The command that runs its tests.
    pub tests: Option<String>,
    /// Commands whose output and exit status count.
    pub commands: Vec<String>,
    /// The command of its type checker.
    pub type_checker: Option<String>,
    /// Risks that the user takes by name.
    pub accepted: Vec<Accept>,
}

impl Checks {
    pub(super) fn importable(&self) -> Vec<&str> {
        let importable = self.modules.iter().filter(|module| module.is_importable);
        importable.map(|module| module.name.as_str()).collect()
    }
}
