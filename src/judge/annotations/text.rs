//! Whether code makes objects of names in strings: what is stored as a string is as good as evaluated there.
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{MentionKind, Object, Origin, Path};

/// Whether a file evaluates text, or looks names up in what may be a module.
pub(super) fn evaluates_text(rules: &Rules, facts: &ModuleFacts) -> bool {
    let mut calls = facts.operations.iter().filter_map(|operation| operation.path.as_ref());
    let mut lookups = facts.mentions.iter().filter_map(|mention| match &mention.kind {
        MentionKind::ComputedAttribute { object, .. } => Some(object),
        _ => None,
    });
    let mut namespaces = facts.namespace_reads.iter();
    calls.any(|path| rules.knows(Group::EvaluatesText, path.last()))
        || lookups.any(|object| may_be_module(facts, object))
        || namespaces
            .any(|read| read.how == ".__globals__" || read.passes.is_empty() && may_be_module(facts, &read.object))
}

fn may_be_module(facts: &ModuleFacts, object: &Object) -> bool {
    match object {
        Object::ThisModule | Object::Module(_) | Object::Below(_) | Object::Unknown => true,
        Object::Made(path) => from_modules(&Origin::Call(path.clone())),
        Object::Value => false,
        Object::Path(path) => {
            let origins = path.binding.map(|id| facts.bindings[id as usize].origins.as_slice());
            path.attributes.is_empty() && origins.unwrap_or_default().iter().any(from_modules)
        }
    }
}

/// Whether a value is taken out of `sys.modules`, or imported by name.
fn from_modules(origin: &Origin) -> bool {
    let ends = |path: &Path, names: &[&str]| names.contains(&path.last());
    match origin {
        Origin::Part(path) => ends(path, &["modules"]),
        Origin::Call(path) => ends(path, &["import_module", "__import__", "getmodule"]),
        Origin::Object(_) | Origin::Held(_) | Origin::Lambda(_) | Origin::Unknown => false,
    }
}
