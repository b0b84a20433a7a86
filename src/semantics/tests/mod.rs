//! What one file's text says, one file of tests per subject; here is what they share.
mod any_text;
mod imports;
mod mentions;
mod names;
mod operations;
mod phases;
mod room;
mod scopes;

use crate::semantics::analyse;
use crate::semantics::facts::{Access, AnnotationPlace, ModuleFacts, Phase, Role, ScopeKind};

fn facts(text: &str) -> ModuleFacts {
    analyse(text, crate::rules::Rules::builtin()).unwrap_or_else(|problem| panic!("{}: {text}", problem.message))
}

/// The references to the module's `n`, in words: when, in what kind of scope, in what part of a statement.
fn uses(text: &str) -> Vec<String> {
    let facts = facts(&format!("import n\n{text}\n"));
    let id = facts.global("n");
    let found = facts
        .references
        .iter()
        .filter(|reference| Some(reference.binding) == id);
    found
        .map(|reference| {
            let phase = match reference.phase {
                Phase::Run => "run".to_owned(),
                Phase::MainGuard => "main".to_owned(),
                Phase::TypeCheckers => "checkers".to_owned(),
                Phase::OnDemand => "demand".to_owned(),
                Phase::Annotation { place, quoted, .. } => {
                    let place = match place {
                        AnnotationPlace::Signature => "signature",
                        AnnotationPlace::ClassVariable => "class variable",
                        AnnotationPlace::PrivateVariable => "private variable",
                        AnnotationPlace::ModuleVariable => "module variable",
                        AnnotationPlace::LocalVariable => "local variable",
                    };
                    format!("{}{place}", if quoted { "quoted " } else { "" })
                }
            };
            let scope = match facts.executing_function(reference.scope) {
                Some(id) if facts.scopes[id as usize].kind == ScopeKind::Lambda => " in lambda",
                Some(_) => " in function",
                None => "",
            };
            let role = match reference.role {
                Role::Plain => "",
                Role::Decorator => " decorator",
                Role::Base => " base",
                Role::Default => " default",
            };
            let access = match reference.access {
                Access::Read => "",
                Access::WriteAttribute => " write",
                Access::WriteItem => " item",
            };
            format!("{phase}{scope}{role}{access}")
        })
        .collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(uses(text), expected, "{text}");
}
