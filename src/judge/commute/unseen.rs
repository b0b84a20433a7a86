//! Modules that no statement imports, and that some code loads all the same: by a name that is put together, by a file, by what is
//! declared for others. When that is, nobody knows.
use rustc_hash::FxHashSet;

use crate::graph::{Kind, ModuleId, Program};
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::MentionKind;

/// What Python itself executes before all else, in each process that has it on its path. Not in `rules/`: Python has no others.
const BY_PYTHON: [&str; 2] = ["sitecustomize", "usercustomize"];

/// The modules of the program that may be loaded while it runs, by code that does not import them; `imported` are those that some
/// statement imports. A script, or what a command starts from, begins a program of its own.
pub(super) fn loaded_unseen(program: &Program, rules: &Rules, imported: &FxHashSet<ModuleId>) -> FxHashSet<ModuleId> {
    let scripts: FxHashSet<&str> = program
        .scripts
        .iter()
        .filter_map(|script| script.split(':').next())
        .collect();
    let is_start = |id: ModuleId| {
        let module = &program.modules[id];
        let facts = program.facts(id);
        module.is_main()
            || BY_PYTHON.contains(&module.last())
            || scripts.contains(module.name.as_str())
            || facts.is_some_and(|facts| facts.main_guard.is_some())
    };
    let is_of_program = |&id: &ModuleId| program.modules[id].kind == Kind::FirstParty;
    let own = || program.own_modules().filter(is_of_program);
    let may_load_any = |facts: &ModuleFacts| {
        let mut mentions = facts.mentions.iter();
        mentions.any(|mention| matches!(mention.kind, MentionKind::ImportsComputed))
            || facts
                .code
                .names
                .iter()
                .any(|name| rules.knows(Group::LoadsUnseen, name))
    };
    let mut files = own().filter_map(|id| program.facts(id));
    let mut loaded: FxHashSet<ModuleId> = match files.any(may_load_any) {
        true => own().collect(),
        false => own()
            .filter_map(|id| program.facts(id))
            .flat_map(|facts| named(program, facts))
            .collect(),
    };
    loaded.retain(|id| is_of_program(id) && !imported.contains(id) && !is_start(*id));
    loaded
}

/// The modules that a file loads by the beginning of their names, and those that its texts name: `"app.plugins.one:main"`.
fn named(program: &Program, facts: &ModuleFacts) -> Vec<ModuleId> {
    let by_name = facts.mentions.iter().filter_map(|mention| match &mention.kind {
        MentionKind::ImportsByName { module } => Some(program.named_or_below(module)),
        _ => None,
    });
    let names = facts.code.texts().filter_map(|text| text.split(':').next());
    let in_texts = names
        .filter(|name| name.contains('.'))
        .filter_map(|name| program.innermost(name));
    by_name.flatten().chain(in_texts).collect()
}
