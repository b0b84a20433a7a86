//! Installed packages that ask `sys.modules` for others: `"pandas" in sys.modules`. What they do depends on which of them the program
//! has loaded by then.
use super::{Sighting, Visibility, note};
use crate::graph::program::{Kind, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{MentionKind, ScopeId};

/// Who looks at the class of an object asks for a module only because the object would be of it: then somebody has loaded that.
/// Not in `rules/`: Python has no others.
const OF_OBJECTS: [&str; 2] = ["isinstance", "issubclass"];

/// Notes the modules that they ask for.
pub(super) fn by_installed(program: &Program, seen: &mut Visibility) {
    for module in 0..program.modules.len() {
        let name = &program.modules[module].name;
        // The standard library asks for what it would set up then, and for nothing that a program shows.
        let is_installed = program.modules[module].kind == Kind::Site;
        let Some(facts) = program.facts(module).filter(|_| is_installed) else {
            continue;
        };
        for mention in &facts.mentions {
            let MentionKind::Loaded {
                module: wanted,
                asked: true,
            } = &mention.kind
            else {
                continue;
            };
            // What a package has loaded of its own is its own business.
            if top(wanted) != top(name) && !looks_at_objects(facts, mention.scope) {
                let span = mention.span;
                note(&mut seen.asked, wanted.clone(), Sighting { module, span });
            }
        }
    }
}

fn top(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

/// Whether the function around a place looks at classes of objects.
fn looks_at_objects(facts: &ModuleFacts, scope: ScopeId) -> bool {
    let function = facts.executing_function(scope);
    let mut calls = facts.operations.iter();
    function.is_some()
        && calls.any(|call| {
            let path = call.path.as_ref();
            path.is_some_and(|path| OF_OBJECTS.contains(&path.last()))
                && facts.executing_function(call.scope) == function
        })
}
