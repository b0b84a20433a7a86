//! What executing a module does to the rest of the program: observations, each with a kind, a place and the calls that lead
//! to it, never verdicts.
//!
//! For the project's own modules, what is neither known to be harmless nor followed is an effect. Installed packages are
//! followed in the same way, but of them only what is certain to reach beyond the package counts; the rest is there to be read.
mod changes;
mod classes;
mod follow;
mod names;
mod objects;
mod observe;
mod resolve;
mod substitute;
#[cfg(test)]
mod tests;
pub mod windows;

use crate::graph::{Kind, ModuleId, Program, Visibility};
use crate::rules::{EffectKind, Rules};
use crate::semantics::facts::ScopeId;
use crate::syntax::Span;
use observe::Observer;

/// Something that executing a module does to, or takes from, the rest of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// What sort of effect.
    pub kind: EffectKind,
    /// The module in whose file it happens.
    pub module: ModuleId,
    /// Where it happens; for what the rules say, the start of the file.
    pub span: Span,
    /// What happens, to be read after "it", such as "calls `register`, which may do anything".
    pub what: String,
    /// Who notices.
    pub target: Target,
    /// Whether it surely happens and surely reaches beyond its package: in an installed one, nothing else counts.
    pub is_certain: bool,
    /// The calls that lead from the module to it, outermost first.
    pub chain: Vec<Step>,
}

/// Whose object an effect changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Everybody may notice.
    Everybody,
    /// Something that lives in a module.
    Module(ModuleId),
    /// What the function at hand is handed under this name.
    Parameter(String),
    /// The function at hand calls what it is handed under this name.
    Called(String),
}

/// A call on the way to an effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The module in whose file the call is.
    pub module: ModuleId,
    /// Where.
    pub span: Span,
    /// What is called.
    pub name: String,
}

/// The effects of executing each module by itself, not counting those of the modules that it loads.
#[derive(Debug, Default)]
pub struct Effects {
    /// By module, in the order in which they happen.
    pub of: Vec<Vec<Effect>>,
}

impl Effects {
    /// Observes the modules that `wanted` picks; the others have none.
    pub fn new(program: &Program, visibility: &Visibility, rules: &Rules, wanted: impl Fn(ModuleId) -> bool) -> Self {
        let observer = Observer::new(program, rules);
        let of = (0..program.modules.len())
            .map(|module| {
                if wanted(module) {
                    Self::of_module(&observer, visibility, module)
                } else {
                    Vec::new()
                }
            })
            .collect();
        Effects { of }
    }

    fn of_module(observer: &Observer<'_>, visibility: &Visibility, module: ModuleId) -> Vec<Effect> {
        let (program, rules) = (observer.program, observer.rules);
        let rule = rules.effect(&program.modules[module].name);
        if rule.is_some_and(|rule| rule.kind == EffectKind::Contained) {
            return Vec::new();
        }
        let whole = |kind: EffectKind, span: Span, what: String| observer.effect(kind, module, span, what);
        let mut effects: Vec<Effect> = rule
            .map(|rule| {
                let what = format!("is known to have effects: {}", rule.why.trim_end_matches('.'));
                whole(rule.kind, Span::default(), what)
            })
            .into_iter()
            .collect();
        if program.modules[module].kind == Kind::Standard {
            return effects;
        }
        if let Some(sighting) = visibility.self_replacing.get(&module) {
            let what = "replaces itself in `sys.modules`".to_owned();
            effects.push(whole(EffectKind::ImportSystem, sighting.span, what));
        }
        effects.extend(observer.of_module(module));
        if let Some(probed) = rules.probed(&program.modules[module].name) {
            match probed.first(program.modules[module].is_own()) {
                Some(seen) => {
                    let what = format!("was seen by a probe: it {}", seen.what);
                    effects.insert(0, whole(seen.kind, Span::default(), what));
                }
                // What cannot be followed did nothing when somebody looked.
                None => effects.retain(|effect| effect.kind != EffectKind::UnknownCode),
            }
        }
        effects
    }

    /// The effects of a module that keep it where it is: all of a module of the project, and of an installed package those
    /// that are certain.
    pub fn that_count<'a>(&'a self, program: &Program, module: ModuleId) -> impl Iterator<Item = &'a Effect> {
        let kind = program.modules[module].kind;
        self.of[module].iter().filter(move |effect| match kind {
            Kind::FirstParty | Kind::Test => true,
            _ => effect.is_certain,
        })
    }
}

/// The body of a function, in its module.
type Body = (ModuleId, ScopeId);
