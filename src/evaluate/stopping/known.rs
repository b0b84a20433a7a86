//! What is known of what modules were given, so that nothing is looked for twice.
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Asking;
use super::given::{Names, Places};
use crate::evaluate::object::Place;
use crate::graph::ModuleId;
use crate::semantics::code::{BodyId, ExprId};
use crate::syntax::Span;

/// What a module was given.
#[derive(Debug, Default)]
pub(in crate::evaluate) struct OfModule {
    pub(super) places: Places,
    /// The names of the module that hold some of it.
    pub(super) names: Names,
}

/// Whether something at a place is given: what is asked, how often the import that is going on had asked by then, and the bodies that
/// are running with where each was called.
pub(super) type Question = (Place, Asking, ModuleId, usize, Vec<(ModuleId, BodyId, Option<Place>)>);

/// What is known of modules, with how often something had been asked by then.
#[derive(Debug, Default)]
pub(in crate::evaluate) struct Known {
    pub(super) modules: FxHashMap<(ModuleId, ModuleId, Asking), (usize, Rc<OfModule>)>,
    /// The expressions of a file, by where they stand.
    pub(super) places: FxHashMap<ModuleId, Rc<FxHashMap<Span, ExprId>>>,
    /// How often the import of a module asks, with how many of its effects were looked at.
    pub(super) counts: FxHashMap<(ModuleId, Asking), (usize, usize)>,
    /// Where statements of a file raise something.
    pub(super) raising: FxHashMap<ModuleId, Rc<FxHashSet<Span>>>,
    /// What was found out, by the calls that led there.
    pub(super) answers: FxHashMap<Question, bool>,
    /// Where one of several functions is called.
    pub(super) chosen: FxHashSet<Place>,
    /// Where files are read that come with the program.
    pub own_files: FxHashSet<Place>,
}

impl OfModule {
    /// Whether it was given nothing.
    pub(super) fn is_nothing(&self) -> bool {
        self.places.asked.is_empty() && self.names.is_empty()
    }
}
