//! Modules that no statement imports, and that some code loads all the same: by a name that is put together, by a file, by what is
//! declared for others. When that is, nobody knows.
use rustc_hash::FxHashSet;

use crate::graph::{Kind, ModuleId, Program};
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Expr, Literal};
use crate::semantics::facts::MentionKind;
use crate::syntax::prefixes;

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
    let own: Vec<ModuleId> = program
        .own_modules()
        .filter(|&id| program.modules[id].kind == Kind::FirstParty)
        .collect();
    let mut loaded = FxHashSet::default();
    for facts in own.iter().filter_map(|&id| program.facts(id)) {
        let of_any = facts
            .mentions
            .iter()
            .any(|mention| matches!(mention.kind, MentionKind::ImportsComputed));
        if of_any
            || facts
                .code
                .names
                .iter()
                .any(|name| rules.knows(Group::LoadsUnseen, name))
        {
            loaded.extend(own.iter().copied());
            break;
        }
        loaded.extend(named(program, facts));
    }
    loaded.retain(|&id| program.modules[id].kind == Kind::FirstParty && !imported.contains(&id) && !is_start(id));
    loaded
}

/// The modules that a file loads by the beginning of their names, and those that its texts name: `"app.plugins.one:main"`.
fn named(program: &Program, facts: &ModuleFacts) -> Vec<ModuleId> {
    let by_name = facts.mentions.iter().filter_map(|mention| match &mention.kind {
        MentionKind::ImportsByName { module } => Some(program.named_or_below(module)),
        _ => None,
    });
    let texts = facts.code.expressions.iter().filter_map(|expr| match expr {
        Expr::Literal(Literal::Text(text)) => Some(facts.code.name(*text)),
        _ => None,
    });
    let in_texts = texts.filter_map(|text| {
        let name = text.split(':').next().filter(|name| name.contains('.'))?;
        prefixes(name).filter_map(|name| program.find(name)).last()
    });
    by_name.flatten().chain(in_texts).collect()
}
