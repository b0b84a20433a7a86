//! Finders that a program puts among those of imports, and takes away: one that knows its names concerns no other modules.
use rustc_hash::FxHashSet;

use super::Commute;
use crate::evaluate::{Access, Effect, Evaluation, Facet};
use crate::graph::{ModuleId, Program};
use crate::semantics::code::{Code, Expr};

/// What the program may do with the list of finders, and still get hold of none but its own.
/// Not in `rules/`: methods of Python's lists.
const OF_OWN: [&str; 3] = ["append", "insert", "remove"];
/// The finders of Python itself.
/// Not in `rules/`: Python's import system has no others.
const OF_PYTHON: [&str; 3] = ["BuiltinImporter", "FrozenImporter", "PathFinder"];

/// Whether an effect is one on this part of the state.
pub(super) fn is(effect: &Effect, facet: &str) -> bool {
    matches!(&effect.facet, Facet::State(name) if name == facet)
}

impl Commute<'_> {
    /// The modules that a finder knows which is put among the others or taken away; none where these may be any.
    pub(super) fn known_to_finder(&self, write: &Effect) -> Option<&FxHashSet<ModuleId>> {
        if !is(write, "meta_path") && !is(write, "finders") {
            return None;
        }
        let (program, evaluation) = (self.inputs.program, self.inputs.evaluation);
        let put = write.object.and_then(|finder| evaluation.finders.get(&finder));
        // What is taken away is one of those that the program has put there, where it gets hold of no others.
        let is_own = is(write, "finders") && program.modules[write.module].is_own();
        let own = || self.own_finders.get_or_init(|| known_to_own(program, evaluation));
        put.or_else(|| if is_own { own().as_ref() } else { None })
    }
}

/// The modules that the finders know which the project puts among those of imports; none where they may be any, or the project may
/// get hold of others.
fn known_to_own(program: &Program, evaluation: &Evaluation) -> Option<FxHashSet<ModuleId>> {
    if !keeps_to_its_own(program) {
        return None;
    }
    let at_import = program.own_modules().flat_map(|id| &evaluation.of[id]);
    let later = evaluation.later.iter().flat_map(|later| &later.effects);
    let own = at_import
        .chain(later)
        .filter(|effect| program.modules[effect.module].is_own());
    let mut known = FxHashSet::default();
    for effect in own.filter(|effect| is(effect, "meta_path") && effect.access != Access::Read) {
        known.extend(evaluation.finders.get(&effect.object?)?);
    }
    Some(known)
}

/// Whether the project does no more with the finders of imports than put its own there and take them away.
fn keeps_to_its_own(program: &Program) -> bool {
    let mut codes = program.own_modules().filter_map(|id| Some(&program.facts(id)?.code));
    codes.all(|code| {
        let names_others = OF_PYTHON.iter().any(|name| code.has_name(name));
        !names_others && (!code.has_name("meta_path") || uses_only_methods(code))
    })
}

fn uses_only_methods(code: &Code) -> bool {
    let is_list = |expression: &Expr| match expression {
        Expr::Attribute(_, name) | Expr::Name(name) => code.name(*name) == "meta_path",
        _ => false,
    };
    let all = code.expressions.iter().filter(|expression| is_list(expression)).count();
    let used = code.expressions.iter().filter(|expression| match expression {
        Expr::Attribute(of, method) => OF_OWN.contains(&code.name(*method)) && is_list(code.expression(*of)),
        _ => false,
    });
    all > 0 && used.count() == all
}
