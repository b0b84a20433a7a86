//! Import hooks that have every annotation of a package evaluated.
use super::ReadBy;
use super::lookup::Lookup;
use super::objects::Objects;
use super::spread::Spread;
use crate::graph::{ModuleId, Sighting};
use crate::rules::{Reader, matches};
use crate::semantics::facts::OperationKind;

/// Notes the modules that they reach: those of the package that calls one, or all, for the names that it is given are not known.
pub(super) fn collect(lookup: &Lookup<'_>, objects: &Objects<'_>, spread: &mut Spread<'_, '_>) {
    for (module, facts) in objects.own() {
        let calls = facts
            .operations
            .iter()
            .filter(|operation| matches!(operation.kind, OperationKind::Call | OperationKind::With));
        for call in calls {
            let Some(path) = &call.path else { continue };
            let Some(rule) = lookup.rule(Reader::Hook, &lookup.names(module, path)) else {
                continue;
            };
            let by = ReadBy::call(
                &path.dotted(),
                Sighting {
                    module,
                    span: call.span,
                },
            );
            let package = rule.own_package.then(|| package_of(objects, module));
            for (other, _) in objects.own() {
                let name = &objects.program.modules[other].name;
                if package.is_none_or(|package| matches(package, name)) {
                    spread.module(other, &by);
                }
            }
        }
    }
}

/// The package that a module belongs to.
fn package_of<'a>(objects: &Objects<'a>, module: ModuleId) -> &'a str {
    let program = objects.program;
    match program.parent(module).filter(|_| !program.modules[module].is_package) {
        Some(parent) => &program.modules[parent].name,
        None => &program.modules[module].name,
    }
}
