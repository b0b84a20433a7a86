//! Which copy of a program is measured: the folder that its package is imported from, and whether that is the project's.
use std::path::{Path, PathBuf};

use super::MeasureError;
use super::command::{Command, Entry};
use super::model::{ProgramCopy, Sides};
use super::trees::{Tree, found};

/// What was measured, and what is to be warned of.
#[derive(Debug, Default)]
pub(super) struct Copies {
    pub measured: Vec<ProgramCopy>,
    pub warnings: Vec<String>,
}

/// The copies that the rows of a command are about: those in the trees, in whose folder `within` it runs, or what is installed, which
/// may be another than that of `project`.
pub(super) fn copies(
    command: &Command,
    trees: &Sides<Option<Tree>>,
    within: Option<&Path>,
    project: Option<&Tree>,
) -> Result<Copies, MeasureError> {
    let mut copies = Copies::default();
    let Some(module) = command.named_module() else {
        return Ok(copies);
    };
    let top = module.split('.').next().unwrap_or(&module).to_owned();
    let trees: Vec<&Tree> = [&trees.before, &trees.after].into_iter().flatten().collect();
    for tree in &trees {
        let folder = found(&command.python, &top, Some(tree), within, true)?;
        match tree.stranger(&top, &folder) {
            Some(said) if tree.has(&top) => return Err(MeasureError::Elsewhere(said)),
            stranger => copies.warnings.extend(stranger),
        }
        copies.add(&top, folder);
    }
    if trees.is_empty() {
        // An installed script does not look into the folder that it is called in, as `python -c` and `python -m` do.
        let direct = found(&command.python, &top, None, None, true)?;
        let by_script = match &command.entry {
            Entry::Console { file: Some(_), .. } => Some(found(&command.python, &top, None, None, false)?),
            _ => None,
        };
        let all = std::iter::once(("", direct)).chain(by_script.map(|folder| (", by its console script,", folder)));
        for (how, folder) in all {
            copies.warnings.extend(other_than_project(project, &top, how, &folder));
            copies.add(&top, folder);
        }
    }
    // Copies that are made to be measured are nobody's to look for.
    if within.is_some() {
        copies.measured.clear();
    }
    Ok(copies)
}

impl Copies {
    fn add(&mut self, module: &str, folder: PathBuf) {
        let one = ProgramCopy {
            module: module.to_owned(),
            folder: folder.display().to_string(),
        };
        if !folder.as_os_str().is_empty() && !self.measured.contains(&one) {
            self.measured.push(one);
        }
    }
}

/// A warning where the project has the package, and another copy of it is measured.
fn other_than_project(project: Option<&Tree>, top: &str, how: &str, folder: &Path) -> Option<String> {
    let project = project?;
    if !project.has(top) || folder.as_os_str().is_empty() || project.holds(folder) {
        return None;
    }
    Some(format!(
        "`{top}` is imported{how} from {} and not from {}: an installed copy is measured, and not the project; `--after .` measures that",
        folder.display(),
        project.folder.display()
    ))
}
