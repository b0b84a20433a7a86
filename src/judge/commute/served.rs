//! What the `__getattr__` of an installed module does each time that it is asked for a name: where the statement that asks stands
//! in a function, it is asked at each use, and not when the program starts.
use super::super::Code;
use super::super::verdict::Kept;
use super::{Commute, MOVING, family};
use crate::evaluate::{Access, Effect, Facet, Grade};
use crate::graph::{ModuleId, Sighting};
use crate::semantics::facts::Import;

/// What a user of the program sees.
/// Not in `rules/`: facets are words of our own.
const SHOWN: [&str; 3] = ["stdout", "stderr", "warnings"];

/// What is asked for each warning that is given.
/// Not in `rules/`: facets are words of our own.
const WARNING: &str = "warnings.filters";

impl Commute<'_> {
    /// Why a name that an installed module makes when it is asked for it is not asked for later, or more than once.
    pub fn served_anew(&self, module: ModuleId, import: &Import) -> Option<Kept> {
        let served = self.inputs.evaluation.served.get(&(module, import.alias.start))?;
        let name = import.name.as_deref().unwrap_or_default();
        let source = &import.module;
        let at = |effect: &Effect| Sighting {
            module: effect.module,
            span: effect.span,
        };
        let kept = |why: &str, at: Option<Sighting>| {
            let detail = format!("`{source}` is asked for `{name}` at each use, and {why}");
            let here = Sighting {
                module,
                span: import.alias,
            };
            Kept::at(Code::HasEffects, detail, at.unwrap_or(here))
        };
        if served.is_new {
            return Some(kept("makes another object each time", None));
        }
        let mut effects = served.effects.iter().filter(|effect| effect.grade == Grade::Seen);
        effects.find_map(|effect| {
            let Facet::State(part) = &effect.facet else { return None };
            match effect.access {
                Access::Write | Access::Append => {
                    let is_shown = SHOWN.contains(&family(part));
                    is_shown.then(|| kept(&effect.what, Some(at(effect))))
                }
                Access::Read if MOVING.contains(&family(part)) || family(part) == WARNING => {
                    Some(kept(&effect.what, Some(at(effect))))
                }
                Access::Read => {
                    let mut writes = self.writes(module);
                    let write = writes.find(|write| self.is_seen_by(write, effect))?;
                    Some(self.kept(write, Some(effect), None))
                }
            }
        })
    }
}
