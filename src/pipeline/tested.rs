//! What running the tests settles: what they do to the program is taken out of what was found, where edits are asked for that
//! are tested, not proven. What they take from the program stays: an edit that takes it away would be known to break them.
use crate::evaluate::Evaluation;
use crate::graph::{Program, Sighting, Visibility};

/// Leaves to the tests what they, examples and scripts beside the program set, replace, look for and go through.
pub(super) fn leave_to_tests(program: &Program, visibility: &mut Visibility, evaluation: &mut Evaluation) {
    let is_beside = |module: usize| program.modules[module].is_beside();
    let is_left = |at: &Sighting| is_beside(at.module);
    // Who replaces the copy of a name that a module imports would replace nothing any more once the import has moved.
    let is_copy =
        |module: usize, name: &str| program.modules[module].is_own() && !program.imports_of(module, name).is_empty();
    visibility
        .replaced
        .retain(|(module, name), at| !is_left(at) || is_copy(*module, name));
    visibility.open.retain(|_, at| !is_left(at));
    visibility.loaded.retain(|_, at| !is_left(at));
    visibility.asked.retain(|_, at| !is_left(at));
    for ways in visibility.namespace.values_mut() {
        ways.retain(|(at, _)| !is_left(at));
    }
    visibility.namespace.retain(|_, ways| !ways.is_empty());
    for sifted in visibility.sifted.values_mut() {
        sifted.retain(|sifted| !is_left(&sifted.at));
    }
    visibility.sifted.retain(|_, sifted| !sifted.is_empty());
    for (module, effects) in evaluation.of.iter_mut().enumerate() {
        effects.retain(|effect| !is_beside(module) && !is_beside(effect.module));
    }
    evaluation.later.retain(|later| !is_beside(later.module));
    evaluation.changed.retain(|change| !is_beside(change.place.module));
}
