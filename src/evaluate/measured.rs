//! What the code of an installed package might do outside the package, and was not seen to do when its modules were imported.
use rustc_hash::FxHashMap;

use super::facet::{Access, Effect, Facet, Grade};
use super::raised::{Raised, may_be};
use crate::graph::{Kind, ModuleId, Program};
use crate::rules::{MeasuredRule, Rules};

/// Takes for harmless what importing the package was not seen to do; what it does to its own parts stays as it is.
pub(super) fn assume_unseen(program: &Program, rule: &MeasuredRule, module: ModuleId, effects: &mut [Effect]) {
    if program.modules[module].kind != Kind::Site {
        return;
    }
    for effect in effects {
        let told = effect.facet.told(program);
        let is_seen = match effect.access {
            Access::Read => rule.reads(&told),
            Access::Write | Access::Append => rule.changes(&told) || is_of_package(program, rule, &effect.facet),
        };
        if !is_seen {
            effect.grade = Grade::Assumed;
        }
    }
}

/// What modules raise while they are imported, without what packages that were imported did not raise: only that something is
/// missing is told of any installation.
pub(super) fn without_unseen(
    program: &Program,
    rules: &Rules,
    mut raised: FxHashMap<ModuleId, Vec<Raised>>,
) -> FxHashMap<ModuleId, Vec<Raised>> {
    for of_module in raised.values_mut() {
        of_module.retain(|raised| {
            let module = &program.modules[raised.place.module];
            let is_measured = module.kind == Kind::Site && rules.measured(&module.name).is_some();
            let exception = raised.exception.as_deref();
            !is_measured || exception.is_none_or(|exception| may_be(rules, exception, "ImportError"))
        });
    }
    raised.retain(|_, raised| !raised.is_empty());
    raised
}

/// Whether a facet is a part of the package itself.
fn is_of_package(program: &Program, rule: &MeasuredRule, facet: &Facet) -> bool {
    let is_below = |name: &str| crate::rules::matches(&rule.package, name);
    match facet {
        Facet::Module(id) | Facet::Subclasses(id) => is_below(&program.modules[*id].name),
        Facet::Attribute(name) => is_below(name),
        Facet::State(_) | Facet::Everything => false,
    }
}
