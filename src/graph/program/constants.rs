//! Names of modules that are put together with a constant of their file, such as `import_module(f"{PLUGINS}.{name}")`: other files
//! may give it another value, and only all of them together tell whether one does.
use std::sync::Arc;

use super::Module;
use crate::semantics::ModuleFacts;
use crate::semantics::code::Expr;
use crate::semantics::facts::{Access, MODULE, Mention, MentionKind, Object, Touch};
use crate::syntax::Span;

/// What loads the module of a name, and is what tests and programs replace.
/// Not in `rules/`: Python's import system has no other that is replaced so.
const LOADS: &str = "import_module";

/// Adds what holds where another file gives a constant another value, as far as one of the project may.
pub(super) fn settle(modules: &mut [Module]) {
    call_by_other_names(modules);
    load_what_others_say(modules);
    let mut found: Vec<(usize, Vec<Mention>)> = Vec::new();
    let setting: Vec<usize> = own(modules)
        .filter(|(_, facts)| sets_any(facts))
        .map(|(at, _)| at)
        .collect();
    for (at, module) in modules.iter().enumerate() {
        let Some(facts) = module.facts.as_deref().filter(|facts| !facts.supposed.is_empty()) else {
            continue;
        };
        // Of an installed package nobody says what its other files do.
        let may_be_set = |constant: &String| {
            !module.is_own()
                || setting.iter().any(|&other| other != at)
                || is_named_besides(modules, at, constant)
                || is_reached_otherwise(facts, constant)
        };
        let holding = facts
            .supposed
            .iter()
            .filter(|supposed| supposed.constants.iter().any(may_be_set));
        found.push((at, holding.map(|supposed| supposed.mention.clone()).collect()));
    }
    for (at, mentions) in found {
        if let Some(facts) = modules[at].facts.as_mut().filter(|_| !mentions.is_empty()) {
            Arc::make_mut(facts).mentions.extend(mentions);
        }
    }
}

/// The files of the project, each with its place among the modules.
fn own(modules: &[Module]) -> impl Iterator<Item = (usize, &ModuleFacts)> {
    let own = modules.iter().enumerate().filter(|(_, module)| module.is_own());
    own.filter_map(|(at, module)| Some((at, module.facts.as_deref()?)))
}

/// Whether another file of the project names something, by itself or as a word of a text, or sets an attribute of that name.
fn is_named_besides(modules: &[Module], but: usize, name: &str) -> bool {
    let is_other = |letter: char| !letter.is_alphanumeric() && letter != '_';
    let is_word = |other: &str| other.contains(name) && other.split(is_other).any(|word| word == name);
    let is_set = |mention: &Mention| matches!(&mention.kind, MentionKind::Attribute { name: set, .. } if set == name);
    own(modules)
        .filter(|&(at, _)| at != but)
        .any(|(_, facts)| facts.code.names.iter().any(|other| is_word(other)) || facts.mentions.iter().any(is_set))
}

/// Whether a file of the project sets attributes of other modules, or of classes, under names that it puts together.
fn sets_any(facts: &ModuleFacts) -> bool {
    let mentions = facts.mentions.iter().any(|mention| match &mention.kind {
        MentionKind::ComputedAttribute { object, touch } => {
            *touch == Touch::Replace && !matches!(object, Object::ThisModule | Object::Value)
        }
        MentionKind::SetterHanded { .. } => true,
        _ => false,
    });
    mentions
        || facts
            .namespace_reads
            .iter()
            .any(|read| matches!(read.how.as_str(), "vars()" | ".__dict__") && read.object != Object::ThisModule)
}

/// Whether a file gets at its own names by other ways than by writing them.
fn is_reached_otherwise(facts: &ModuleFacts, name: &str) -> bool {
    let code = &facts.code;
    // An attribute of an object is one of its class.
    let is_own = facts.global(name).is_some();
    let is_attribute = |expr: &Expr| is_own && matches!(expr, Expr::Attribute(_, own) if code.name(*own) == name);
    code.has_name("globals") || code.expressions.iter().any(is_attribute)
}

/// Notes that a file may load any module, where it calls what loads one by a name that another file gave that: `tools.load(name)`.
fn call_by_other_names(modules: &mut [Module]) {
    let files = modules.iter().filter(|module| module.is_own());
    let loaders = files
        .filter_map(|module| module.facts.as_deref())
        .flat_map(|facts| &facts.loaders);
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
        if let Some(facts) = module
            .facts
            .as_mut()
            .filter(|facts| facts.mentions.iter().any(is_named))
        {
            loads_any(facts);
        }
    }
}

fn loads_any(facts: &mut Arc<ModuleFacts>) {
    Arc::make_mut(facts).mentions.push(Mention {
        span: Span::default(),
        scope: MODULE,
        kind: MentionKind::ImportsComputed,
    });
}
