//! Handlers around the first use of what an import loads: once that is loaded there, they catch what it raises, which stopped the
//! program before.
use rustc_hash::{FxHashMap, FxHashSet};

use super::called::{Function, Sure};
use super::caught::{Caught, File, is_for_missing, may_catch};
use super::reaching::Reaching;
use super::{Guards, Handler, told};
use crate::evaluate::Raised;
use crate::graph::{Bits, EdgeKey, Kind, ModuleId, Sighting};
use crate::judge::Code;
use crate::judge::inputs::Inputs;
use crate::judge::verdict::Kept;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{OperationKind, ScopeId};

/// What the program's handlers catch.
#[derive(Default)]
pub(in crate::judge) struct Handled {
    /// Around calls that run a function, itself or by what they call.
    by_function: FxHashMap<Function, Vec<Handler>>,
    /// Around a name, by where that begins.
    by_name: FxHashMap<(ModuleId, u32), Vec<Caught>>,
    /// Around what no name leads to from there.
    reaching: Reaching,
    /// The functions that run while some module is imported.
    executed: FxHashSet<Function>,
}

impl Handled {
    pub fn new(inputs: Inputs<'_>) -> Self {
        let mut found = Handled::default();
        let program = inputs.program;
        let guards = Guards::new(inputs);
        let own = program
            .own_modules()
            .filter(|&id| program.modules[id].kind == Kind::FirstParty);
        let files = own.filter_map(|module| {
            let facts = program.facts(module)?;
            let around = guards.around(facts);
            Some(File { module, facts, around })
        });
        let files: Vec<File<'_>> = files.collect();
        found.reaching = Reaching::new(&guards, &files);
        for File { module, facts, around } in files {
            let calls = facts.operations.iter().filter(|call| call.kind == OperationKind::Call);
            for (call, caught) in calls.filter_map(|call| Some((call, around.calls.get(&call.span)?))) {
                let at = Sighting {
                    module,
                    span: call.span,
                };
                let reached = guards.reached(module, facts, call, None).into_iter();
                for (function, _) in reached.filter(|&(_, is_sure)| is_sure == Sure::Yes) {
                    found
                        .by_function
                        .entry(function)
                        .or_default()
                        .push((at, caught.clone()));
                }
            }
            found.by_name.extend(
                around
                    .names
                    .into_iter()
                    .map(|(start, caught)| ((module, start), caught)),
            );
        }
        found.executed = guards.executed;
        found
    }

    /// Why an import stays behind whose uses some handler would catch what the modules that move raise.
    pub fn keeps(&self, inputs: Inputs<'_>, key: EdgeKey, raised: &[(ModuleId, &Raised)]) -> Option<Kept> {
        let (module, import) = inputs.graph.imports[key];
        let facts = inputs.program.facts(module)?;
        let binding = facts.imports[import as usize].binding?;
        let uses = facts.references.iter().filter(|reference| reference.binding == binding);
        let mut handlers = uses.flat_map(|reference| {
            let here = Sighting {
                module,
                span: reference.span,
            };
            // A `try` gets no import inside: that goes above it, and only what is lazy stays a name. So does a function in another.
            let is_lazy = inputs.options.heeds_lists();
            let function = match is_lazy {
                true => facts.executing_function(reference.scope),
                false => self.gets_import(module, facts, reference.scope),
            };
            let around = self.by_name.get(&(module, reference.span.start)).filter(|_| is_lazy);
            let callers = function.and_then(|function| self.by_function.get(&(module, function)));
            let others = function.map(|function| self.reaching.handlers((module, function)));
            let callers = callers.into_iter().flatten().chain(others.into_iter().flatten());
            let callers = callers.map(|(at, caught)| (*at, caught));
            around.map(|caught| (here, caught)).into_iter().chain(callers)
        });
        handlers.find_map(|(at, caught)| {
            let mut raised = raised.iter();
            let &(id, raised) = raised.find(|(_, raised)| may_catch(inputs.rules, caught, raised))?;
            Some(Kept::at(Code::GuardedElsewhere, told(inputs, id, raised), at))
        })
    }
}

impl Handled {
    /// The function that gets the import for what stands in a scope: the outermost that runs some time later.
    fn gets_import(&self, module: ModuleId, facts: &ModuleFacts, scope: ScopeId) -> Option<ScopeId> {
        let is_one =
            |id: &ScopeId| facts.scopes[*id as usize].kind.is_function() && !self.executed.contains(&(module, *id));
        facts.scope_chain(scope).filter(is_one).last()
    }
}

/// What modules that move raise because of something outside of the program.
pub(in crate::judge) fn raised_by<'a>(inputs: Inputs<'a>, moved: &Bits) -> Vec<(ModuleId, &'a Raised)> {
    let raising = moved
        .iter()
        .filter_map(|id| Some((id, inputs.evaluation.raised.get(&id)?)));
    raising
        .flat_map(|(id, raised)| raised.iter().map(move |raised| (id, raised)))
        .filter(|(_, raised)| raised.is_given && !is_missing(raised))
        .collect()
}

/// Whether what is raised says that a package is missing: that is seen at first use wherever something is deferred.
fn is_missing(raised: &Raised) -> bool {
    let class = raised.exception.clone().map(Caught::Class);
    class.is_some_and(|class| is_for_missing(&class))
}
