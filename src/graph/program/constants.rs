//! Names of modules that are put together with a constant of their file, such as `import_module(f"{PLUGINS}.{name}")`: other files
//! may give it another value, and only all of them together tell whether one does.
use std::sync::Arc;

use super::Module;
use crate::semantics::ModuleFacts;
use crate::semantics::code::Expr;
use crate::semantics::facts::{MODULE, Mention, MentionKind};
use crate::syntax::Span;

/// Takes away that a name may be any, where no other file of the project names the constant that says so.
pub(super) fn settle(modules: &mut [Module]) {
    call_by_other_names(modules);
    let pending = |facts: &ModuleFacts| -> Vec<String> {
        let constants = facts.mentions.iter().filter_map(|mention| match &mention.kind {
            MentionKind::ImportsComputed { constant } => constant.clone(),
            _ => None,
        });
        constants.collect()
    };
    let mut settled: Vec<(usize, Vec<String>)> = Vec::new();
    // Of an installed package nobody says what its other files do.
    for (at, module) in modules.iter().enumerate().filter(|(_, module)| module.is_own()) {
        let mut constants = module.facts.as_deref().map(pending).unwrap_or_default();
        constants.sort_unstable();
        constants.dedup();
        constants.retain(|constant| {
            let facts = module.facts.as_deref();
            !is_named_besides(modules, at, constant)
                && !facts.is_some_and(|facts| is_reached_otherwise(facts, constant))
        });
        if !constants.is_empty() {
            settled.push((at, constants));
        }
    }
    for (at, constants) in settled {
        if let Some(facts) = modules[at].facts.as_mut() {
            Arc::make_mut(facts).mentions.retain(|mention| match &mention.kind {
                MentionKind::ImportsComputed { constant: Some(name) } => !constants.contains(name),
                _ => true,
            });
        }
    }
}

/// Whether another file of the project names something, by itself or in a text.
fn is_named_besides(modules: &[Module], own: usize, name: &str) -> bool {
    let others = modules
        .iter()
        .enumerate()
        .filter(|(at, module)| *at != own && module.is_own());
    let mut names = others
        .filter_map(|(_, module)| module.facts.as_ref())
        .flat_map(|facts| &facts.code.names);
    names.any(|other| other.contains(name))
}

/// Whether a file gets at its own names by other ways than by writing them.
fn is_reached_otherwise(facts: &ModuleFacts, name: &str) -> bool {
    let code = &facts.code;
    let is_attribute = |expr: &Expr| matches!(expr, Expr::Attribute(_, own) if code.name(*own) == name);
    code.has_name("globals") || code.expressions.iter().any(is_attribute)
}

/// Notes that a file may load any module, where it calls what loads one by a name that another file gave that: `tools.load(name)`.
fn call_by_other_names(modules: &mut [Module]) {
    let files = modules.iter().filter(|module| module.is_own());
    let loaders = files.filter_map(|module| module.facts.as_deref()).flat_map(|facts| &facts.loaders);
    let mut names: Vec<String> = loaders.cloned().collect();
    names.sort_unstable();
    names.dedup();
    for module in modules.iter_mut().filter(|module| module.is_own() && !names.is_empty()) {
        let Some(facts) = &mut module.facts else { continue };
        let is_named = |name: &&String| !facts.loaders.contains(name) && facts.code.has_name(name);
        if names.iter().any(|name| is_named(&name)) {
            Arc::make_mut(facts).mentions.push(Mention {
                span: Span::default(),
                scope: MODULE,
                kind: MentionKind::ImportsComputed { constant: None },
            });
        }
    }
}
