//! Whether somebody may ask a class for its subclasses: `Base.__subclasses__()`.
//!
//! Who asks a class that he names is known from executing the code. Who asks what he is handed asks the classes that his
//! callers hand him; where not all of them are seen, he may ask any class that the project hands over as a value, and those
//! below a class of his own.
mod closed;
mod told;

use rustc_hash::{FxHashMap, FxHashSet};

use super::inputs::Inputs;
use crate::evaluate::SUBCLASSES;
use crate::graph::{Entity, Kind, ModuleId};
use crate::rules::Group;
use crate::semantics::facts::{OperationKind, Phase, Reference, Role};

/// Bases of bases are followed this far.
const DEEPEST: usize = 10;

/// The modules that ask for subclasses, and those whose classes may be asked.
pub(super) struct Subclasses<'a> {
    inputs: Inputs<'a>,
    /// The modules that mention `__subclasses__`.
    askers: Vec<ModuleId>,
    /// Whether some module of the project goes through all objects that there are.
    asks_for_all: bool,
    /// The modules one of whose classes the project hands over as a value.
    handed: FxHashSet<ModuleId>,
    /// The modules whose classes an asker is handed, where that is known.
    told: FxHashMap<ModuleId, FxHashSet<ModuleId>>,
}

impl<'a> Subclasses<'a> {
    pub fn new(inputs: Inputs<'a>) -> Self {
        let program = inputs.program;
        let names = |id: ModuleId, wanted: &str| program.facts(id).is_some_and(|facts| facts.code.has_name(wanted));
        let askers: Vec<ModuleId> = (0..program.modules.len()).filter(|&id| names(id, SUBCLASSES)).collect();
        let mut found = Subclasses {
            inputs,
            askers,
            asks_for_all: (0..program.modules.len())
                .any(|id| program.modules[id].kind == Kind::FirstParty && names(id, "get_objects")),
            handed: FxHashSet::default(),
            told: FxHashMap::default(),
        };
        if !found.askers.is_empty() {
            found.handed = found.handed_over();
        }
        let is_own = |id: &ModuleId| matches!(program.modules[*id].kind, Kind::FirstParty | Kind::Beside);
        let own = found.askers.iter().copied().filter(is_own);
        found.told = own.filter_map(|id| Some((id, told::told(inputs, id)?))).collect();
        found
    }

    /// Whether a class of a module may be asked by who is handed it.
    pub fn may_be_asked(&self, target: ModuleId) -> bool {
        let modules = &self.inputs.program.modules;
        let top = |id: ModuleId| modules[id].top();
        self.asks_for_all
            || self.askers.iter().any(|&asker| match modules[asker].kind {
                Kind::FirstParty | Kind::Beside => match self.told.get(&asker) {
                    Some(told) => told.iter().any(|&base| self.is_below(target, base)),
                    None => self.handed.contains(&target) || self.is_below(target, asker),
                },
                Kind::Site => top(asker) == top(target),
                Kind::Test | Kind::Standard | Kind::Missing => false,
            })
    }

    /// Whether a class of a module has a base in another one, or in the same.
    fn is_below(&self, target: ModuleId, base: ModuleId) -> bool {
        let program = self.inputs.program;
        let mut seen = vec![target];
        let mut at = 0;
        while let Some(&module) = seen.get(at) {
            at += 1;
            if module == base {
                return true;
            }
            let definitions = program.facts(module).into_iter().flat_map(|facts| &facts.definitions);
            for path in definitions.flat_map(|definition| definition.bases.iter().flatten()) {
                if let Some(Entity::Attribute(above, _)) = program.entity(module, path)
                    && !seen.contains(&above)
                    && seen.len() < DEEPEST
                {
                    seen.push(above);
                }
            }
        }
        false
    }

    fn handed_over(&self) -> FxHashSet<ModuleId> {
        let program = self.inputs.program;
        let mut handed = FxHashSet::default();
        let own = (0..program.modules.len()).filter(|&id| program.modules[id].kind == Kind::FirstParty);
        for (module, facts) in own.filter_map(|id| Some((id, program.facts(id)?))) {
            // What is called, and what only looks: they stand at the start of an operation, or within one.
            let mut called: FxHashSet<u32> = FxHashSet::default();
            let mut looked: Vec<crate::syntax::Span> = Vec::new();
            for operation in &facts.operations {
                let Some(path) = operation
                    .path
                    .as_ref()
                    .filter(|_| operation.kind == OperationKind::Call)
                else {
                    continue;
                };
                called.insert(operation.span.start);
                if self.inputs.rules.knows(Group::LooksAtClass, path.last()) {
                    looked.push(operation.span);
                }
            }
            let is_value = |reference: &Reference| {
                reference.role == Role::Plain
                    && reference.attributes.is_empty()
                    && !matches!(reference.phase, Phase::Annotation { .. } | Phase::TypeCheckers)
                    && !called.contains(&reference.span.start)
                    && !looked
                        .iter()
                        .any(|span| span.start <= reference.span.start && reference.span.end <= span.end)
            };
            for reference in facts.references.iter().filter(|reference| is_value(reference)) {
                let trail = program.trail(module, reference.binding, &[]);
                let (source, name) = match trail.map(|trail| trail.end) {
                    Some(Entity::Attribute(source, name)) => (source, name),
                    Some(Entity::Module(_)) => continue,
                    None => (module, facts.bindings[reference.binding as usize].name.clone()),
                };
                let defined = program.facts(source).map(|facts| facts.definitions.as_slice());
                let mut defined = defined.unwrap_or_default().iter();
                if defined.any(|definition| definition.is_class && definition.name == name) {
                    handed.insert(source);
                }
            }
        }
        handed
    }
}
