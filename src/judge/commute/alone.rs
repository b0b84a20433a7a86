//! Scripts that share no process with the rest of the project: what they do is seen by what they load themselves.
use super::known::OwnImports;
use crate::evaluate::Effect;
use crate::graph::{ModuleId, Program};
use crate::semantics::facts::MentionKind;

/// What a function does that is called some time.
#[derive(Clone, Copy)]
pub(super) struct Done<'a> {
    pub effect: &'a Effect,
    /// The script that runs alone, where it is one that does this.
    pub alone: Option<ModuleId>,
}

impl Done<'_> {
    /// Whether it is done in a process that loads a module.
    pub fn is_seen_in(&self, module: ModuleId) -> bool {
        self.alone.is_none_or(|script| script == module)
    }
}

/// Whether a file is a script that shares no process with the rest of the project: nobody imports it, and it imports nothing of
/// the project.
pub(super) fn runs_alone(program: &Program, imports: &OwnImports, module: ModuleId) -> bool {
    // Python itself loads these, first of all.
    let is_customisation = matches!(program.modules[module].last(), "sitecustomize" | "usercustomize");
    let has_main = is_customisation || program.facts(module).is_some_and(|facts| facts.main_guard.is_some());
    let own = || program.facts(module).into_iter().flat_map(|facts| &facts.imports);
    let targets = || own().flat_map(|import| program.targets(module, import));
    let mut mentions = program.facts(module).into_iter().flat_map(|facts| &facts.mentions);
    let loads_by_name = mentions.any(|mention| match &mention.kind {
        MentionKind::ImportsByName { module } => program.find(module).is_none_or(|id| program.modules[id].is_own()),
        MentionKind::ImportsComputed => true,
        _ => false,
    });
    let is_imported = imports.imported.contains(&module);
    has_main && !is_imported && !loads_by_name && targets().all(|target| !program.modules[target].is_own())
}
