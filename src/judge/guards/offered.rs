//! Modules that entry points offer to other programs: who loads them does without those that fail, as where a package is missing.
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::{Asked, Asks, Guard, Guards, Handles};
use crate::graph::{Bits, Sighting};
use crate::syntax::Span;

impl Guards<'_> {
    /// Notes the modules of the project that are loaded with those which entry points offer. Of packages that are installed nobody
    /// asks: that they are is why these modules are offered.
    pub(super) fn of_offered(&self, asked: &mut Asked) {
        let program = self.inputs.program;
        let offered = self.inputs.options.offered.iter();
        for module in offered.filter_map(|name| program.find(name)) {
            let span = Span::default();
            let guard = Guard {
                at: Sighting { module, span },
                loaded: Rc::new(Bits::new(program.modules.len())),
                handles: Handles::Missing(Asks::Absent),
            };
            self.ask_all(&[Rc::new(guard)], vec![module], FxHashSet::default(), asked);
        }
    }
}
