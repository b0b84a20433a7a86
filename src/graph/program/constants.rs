//! Names of modules that are put together with a constant of their file, such as `import_module(f"{PLUGINS}.{name}")`: other files
//! may give it another value, and only all of them together tell whether one does.
use std::sync::Arc;

use super::Module;
use crate::semantics::ModuleFacts;
use crate::semantics::code::Expr;
use crate::semantics::facts::{Access, MODULE, Mention, MentionKind, Touch};
use crate::syntax::Span;

/// What loads the module of a name, and is what tests and programs replace.
/// Not in `rules/`: Python's import system has no other that is replaced so.
const LOADS: &str = "import_module";

/// Takes away that a name may be any, where no other file of the project names the constant that says so.
pub(super) fn settle(modules: &mut [Module]) {
    call_by_other_names(modules);
    load_what_others_say(modules);
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
            loads_any(facts);
        }
    }
}

/// Where somebody puts another function in the place of `import_module`, no text says which module comes of it.
fn load_what_others_say(modules: &mut [Module]) {
    let mut files = modules.iter().filter(|module| module.is_own());
    let replaces = |facts: &ModuleFacts| {
        let is_it = |name: &str| name == LOADS;
        let written = facts.references.iter().any(|reference| {
            reference.access == Access::WriteAttribute && reference.attributes.last().is_some_and(|name| is_it(name))
        });
        written
            || facts.mentions.iter().any(|mention| match &mention.kind {
                MentionKind::Attribute { name, touch, .. } => *touch == Touch::Replace && is_it(name),
                MentionKind::Text { text, touch, .. } => {
                    *touch == Touch::Replace && text.strip_prefix("importlib.").is_some_and(is_it)
                }
                _ => false,
            })
    };
    if !files.any(|module| module.facts.as_deref().is_some_and(replaces)) {
        return;
    }
    let is_named = |mention: &Mention| matches!(mention.kind, MentionKind::ImportsByName { .. });
    for module in modules.iter_mut().filter(|module| module.is_own()) {
        if let Some(facts) = module.facts.as_mut().filter(|facts| facts.mentions.iter().any(is_named)) {
            loads_any(facts);
        }
    }
}

fn loads_any(facts: &mut Arc<ModuleFacts>) {
    Arc::make_mut(facts).mentions.push(Mention {
        span: Span::default(),
        scope: MODULE,
        kind: MentionKind::ImportsComputed { constant: None },
    });
}
