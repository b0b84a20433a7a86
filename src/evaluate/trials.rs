//! What came of following calls from the project into installed packages, for those that take more steps than such a call gets.
use rustc_hash::{FxHashMap, FxHashSet};

use super::facet::Effect;
use super::value::ObjectId;
use crate::graph::ModuleId;
use crate::semantics::code::BodyId;

/// A look into an object of an installed package, whatever function it is for.
type LookedInto = (ObjectId, Option<(ModuleId, BodyId)>, bool);

/// A function of an installed package, and the module of the project whose import calls it; none for functions that are called
/// some time, for all of which it does the same.
pub(super) type Called = (Option<ModuleId>, ModuleId, BodyId);

/// What came of following a function so far.
#[derive(Debug, Default)]
pub(super) struct Tried {
    /// How often it took all the steps that there were.
    pub exhausted: usize,
    /// Whether it came to its end once.
    pub is_whole: bool,
    /// What it did to the process, with the calls below it.
    pub effects: Vec<Effect>,
    /// What it looked into.
    pub looks: FxHashSet<LookedInto>,
}

/// What is known of such calls.
#[derive(Debug, Default)]
pub(super) struct Trials {
    /// By what is called.
    pub tried: FxHashMap<Called, Tried>,
    /// How many modules of other packages a function has used up all steps of; none where it has come to its end.
    pub used_up: FxHashMap<(ModuleId, BodyId), Option<usize>>,
    /// What the call that is going on looks into.
    pub looks: Option<FxHashSet<LookedInto>>,
}

impl Trials {
    /// The call that is going on looks into an object of an installed package.
    pub fn looks_into(&mut self, object: ObjectId, body: Option<(ModuleId, BodyId)>, is_by_name: bool) {
        if let Some(looks) = &mut self.looks {
            looks.insert((object, body, is_by_name));
        }
    }
}

/// A call that is being followed.
#[derive(Debug)]
pub(super) struct Trial {
    /// What is called.
    pub called: Called,
    /// Whether it has all the steps that such a call may have.
    pub is_fair: bool,
    /// What the function around it did before.
    pub later: Vec<Effect>,
    /// How many calls are around it.
    pub around: usize,
}
