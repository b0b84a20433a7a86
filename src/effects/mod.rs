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

use rustc_hash::FxHashSet;

use crate::graph::{Kind, ModuleId, Program, Visibility, subclass_hooks};
use crate::rules::{EffectKind, Rules};
use crate::semantics::facts::{Operation, OperationKind, ScopeId};
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
    pub fn new(program: &Program, visibility: &Visibility, rules: &Rules) -> Self {
        let first = (0..program.modules.len())
            .map(|module| {
                let rule = rules.effect(&program.modules[module].name);
                if rule.is_some_and(|rule| rule.kind == EffectKind::Contained) {
                    return None;
                }
                let known = rule.map(|rule| Effect {
                    module,
                    span: Span::default(),
                    what: format!("is known to have effects: {}", rule.why.trim_end_matches('.')),
                });
                let probed = rules.probed(&program.modules[module].name);
                let seen = probed.and_then(|probed| probed.first(program.modules[module].is_own()));
                let known = known.or_else(|| {
                    seen.map(|seen| Effect {
                        module,
                        span: Span::default(),
                        what: format!("was seen by a probe: it {}", seen.what),
                    })
                });
                let look = Look {
                    program,
                    rules,
                    module,
                    was_harmless: probed.is_some(),
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

/// The body of a function, in its module.
type Body = (ModuleId, ScopeId);

/// One module under observation.
struct Look<'a> {
    program: &'a Program,
    rules: &'a Rules,
    module: ModuleId,
    /// Whether a probe saw no effect: what is unknown of its calls is harmless then.
    was_harmless: bool,
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
        let mut seen = FxHashSet::default();
        for operation in facts.operations.iter().filter(runs) {
            if let Some(effect) = self.of_operation(self.module, operation, &mut seen) {
                return Some(effect);
            }
        }
        if let Some((span, what)) = self.of_reads(self.module, facts, None) {
            return Some(self.effect(self.module, span, what));
        }
        if let Some((span, what)) = self.of_classes(facts) {
            return Some(self.effect(self.module, span, what));
        }
        let mut hooks = subclass_hooks(self.program, self.module, facts);
        // Those of the standard library keep to the class that is made; `of_classes` knows the others by name.
        hooks.retain(|&(module, _)| self.program.modules[module].kind != Kind::Standard);
        self.of_bodies(hooks, &mut seen)
    }

    /// The first effect of function bodies that run while the observed module executes.
    fn of_bodies(&self, bodies: Vec<Body>, seen: &mut FxHashSet<Body>) -> Option<Effect> {
        bodies.into_iter().find_map(|(module, scope)| {
            let facts = self.program.facts(module).filter(|_| seen.insert((module, scope)))?;
            let within = |operation: &&Operation| facts.executing_function(operation.scope) == Some(scope);
            if let Some((span, what)) = self.of_reads(module, facts, Some(scope)) {
                return Some(self.effect(module, span, what));
            }
            facts
                .operations
                .iter()
                .filter(within)
                .find_map(|operation| self.of_operation(module, operation, seen))
        })
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
