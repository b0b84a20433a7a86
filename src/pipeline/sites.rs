//! The imports of some files, and who else imports the same: for an editor.
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Understood;
use crate::semantics::facts::MODULE;
use crate::verdict::ImportSite;

/// The imports of the files that are wanted, in the order of paths and text.
pub(super) fn sites(project: &Understood<'_>, wanted: &dyn Fn(&Path) -> bool) -> Vec<ImportSite> {
    let program = &project.program;
    let mut importers: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (id, module) in program.modules.iter().enumerate().filter(|(_, module)| module.is_own()) {
        for import in module.facts.iter().flat_map(|facts| &facts.imports) {
            if let Some(target) = program.absolute(id, import) {
                importers.entry(target).or_default().insert(&module.name);
            }
        }
    }
    let mut found = Vec::new();
    for (&id, file) in project.files.iter().filter(|(_, file)| wanted(&file.path)) {
        for import in program.facts(id).into_iter().flat_map(|facts| &facts.imports) {
            let Some(module) = program.absolute(id, import) else {
                continue;
            };
            let others = importers.get(&module).into_iter().flatten();
            found.push(ImportSite {
                path: file.path.clone(),
                importer: file.module.clone(),
                statement: import.statement,
                alias: import.alias,
                import: import.to_python(),
                others: others
                    .filter(|name| **name != file.module)
                    .map(|name| (*name).to_owned())
                    .collect(),
                at_import: import.scope == MODULE,
                module,
            });
        }
    }
    found.sort_by(|left, right| (&left.path, left.alias).cmp(&(&right.path, right.alias)));
    found
}
