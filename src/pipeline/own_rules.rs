//! The user's own rules: the files that the settings name, checked, and which of their entries are about nothing.
use std::fs;
use std::path::PathBuf;

use super::{error, shown};
use crate::config::Settings;
use crate::graph::Program;
use crate::rules::{Rules, load, matches};
use crate::verdict::Problem;

/// What the files say.
#[derive(Debug)]
pub(super) struct OwnRules {
    /// All rules, where there are any of the user's own.
    pub rules: Option<Rules>,
    /// What is wrong with the files.
    pub problems: Vec<Problem>,
    names: Vec<Named>,
}

/// A name that an entry is about.
#[derive(Debug)]
struct Named {
    name: String,
    is_module: bool,
    path: PathBuf,
    line: u32,
}

/// All that is known, with the user's own files.
///
/// # Errors
/// The first of the files that cannot be read, or says what makes no sense.
pub fn known(settings: &Settings) -> Result<Rules, Problem> {
    let own = read(settings);
    match own.problems.into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(own.rules.unwrap_or_else(|| Rules::builtin().clone())),
    }
}

/// Reads the files.
pub(super) fn read(settings: &Settings) -> OwnRules {
    let (mut files, mut names, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for path in &settings.rules {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(failed) => {
                problems.push(error(path, None, &failed.to_string()));
                continue;
            }
        };
        match load::parse(&path.display().to_string(), &text) {
            Ok(file) => {
                names.extend(file.subjects().into_iter().map(|(name, is_module)| Named {
                    line: load::line_of_name(&text, name) as u32,
                    name: name.to_owned(),
                    is_module,
                    path: path.clone(),
                }));
                files.push(file);
            }
            Err(failed) => problems.push(error(path, Some(failed.line as u32), &failed.message)),
        }
    }
    OwnRules {
        rules: (!files.is_empty()).then(|| Rules::after(files)),
        problems,
        names,
    }
}

impl OwnRules {
    /// Warnings about names that nothing in the program has: most likely typing errors, or left over.
    pub(super) fn unmatched(&self, program: &Program) -> Vec<Problem> {
        let unmatched = self.names.iter().filter(|named| !is_in(program, named));
        unmatched
            .map(|named| Problem {
                path: shown(&named.path),
                line: Some(named.line),
                message: format!("this rule is about {:?}, which is not in the program", named.name),
                is_error: false,
            })
            .collect()
    }
}

/// Whether the program has what an entry is about, as far as that can be seen.
fn is_in(program: &Program, named: &Named) -> bool {
    if named.is_module {
        return program.modules.iter().any(|module| matches(&named.name, &module.name));
    }
    let name = named.name.as_str();
    let Some((mut module, _)) = name.rsplit_once('.') else {
        // A builtin, or a whole package.
        return true;
    };
    if program.find(name).is_some() {
        return true;
    }
    loop {
        if let Some(id) = program.find(module) {
            let attribute = name[module.len() + 1..].split('.').next().unwrap_or_default();
            let Some(facts) = program.facts(id) else { return true };
            let may_come = facts.imports.iter().any(|import| import.is_star()) || facts.global("__getattr__").is_some();
            return may_come || facts.global(attribute).is_some();
        }
        match module.rsplit_once('.') {
            Some((parent, _)) => module = parent,
            None => return false,
        }
    }
}
