//! What executing a module does to the rest of the program: observations, each with a kind and a place, never verdicts.
//!
//! For the project's own modules, what is neither known to be harmless nor followed (calls are, by name) is an effect. Of
//! installed packages only what is known to be one is: they change other packages, or the process, in plain sight, or the
//! rules say so.
mod classes;
mod names;
mod outside;
mod statements;
#[cfg(test)]
mod tests;
pub mod windows;

use crate::graph::{Graph, Kind, ModuleId, Program, Visibility};
use crate::rules::Rules;
use crate::semantics::facts::{Operation, OperationKind};
use crate::syntax::Span;

/// Something that executing a module does to, or takes from, the rest of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The module in whose file it happens.
    pub module: ModuleId,
    /// Where it happens; for what the rules say, the start of the file.
    pub span: Span,
    /// What happens, to be read after "it", such as "calls `register`, which may do anything".
    pub what: String,
}

/// The first effect of executing each module by itself, not counting those of the modules that it loads.
#[derive(Debug, Default)]
pub struct Effects {
    /// By module.
    pub first: Vec<Option<Effect>>,
}

impl Effects {
    /// Observes every module.
    pub fn new(program: &Program, graph: &Graph, visibility: &Visibility, rules: &Rules) -> Self {
        let first = (0..program.modules.len())
            .map(|module| {
                let known = rules.effect(&program.modules[module].name).map(|rule| Effect {
                    module,
                    span: Span::default(),
                    what: format!("is known to have effects: {}", rule.why.trim_end_matches('.')),
                });
                let look = Look {
                    program,
                    graph,
                    rules,
                    module,
                };
                known.or_else(|| match program.modules[module].kind {
                    Kind::FirstParty | Kind::Test => look.first_effect(visibility),
                    Kind::Site => look.first_known_effect(),
                    Kind::Standard | Kind::Missing => None,
                })
            })
            .collect();
        Effects { first }
    }
}

/// One module under observation.
struct Look<'a> {
    program: &'a Program,
    graph: &'a Graph,
    rules: &'a Rules,
    module: ModuleId,
}

impl Look<'_> {
    fn first_effect(&self, visibility: &Visibility) -> Option<Effect> {
        let facts = self.program.facts(self.module)?;
        if let Some(sighting) = visibility.self_replacing.get(&self.module) {
            return Some(self.effect(
                self.module,
                sighting.span,
                "replaces itself in `sys.modules`".to_owned(),
            ));
        }
        let runs = |operation: &&Operation| {
            !operation.context.main_guard && facts.executing_function(operation.scope).is_none()
        };
        for operation in facts.operations.iter().filter(runs) {
            if let Some(what) = self.of_operation(self.module, operation) {
                return Some(self.effect(self.module, operation.span, what));
            }
        }
        if let Some((span, what)) = self.of_reads(facts) {
            return Some(self.effect(self.module, span, what));
        }
        if let Some((span, what)) = self.of_classes(facts) {
            return Some(self.effect(self.module, span, what));
        }
        for &(module, scope) in &self.graph.executed[self.module] {
            let Some(called) = self.program.facts(module) else {
                continue;
            };
            let within = |operation: &&Operation| called.executing_function(operation.scope) == Some(scope);
            for operation in called.operations.iter().filter(within) {
                if let Some(what) = self.of_operation(module, operation) {
                    return Some(self.effect(module, operation.span, what));
                }
            }
        }
        None
    }

    fn effect(&self, module: ModuleId, span: Span, what: String) -> Effect {
        Effect { module, span, what }
    }
}

/// Whether an operation changes an object.
fn changes(kind: OperationKind) -> bool {
    matches!(
        kind,
        OperationKind::WriteAttribute | OperationKind::WriteItem | OperationKind::Augment
    )
}
