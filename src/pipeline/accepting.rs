//! Risks that the settings accept by name: what such a module does is taken out of what was found, and counted.
use crate::config::{Accept, Settings};
use crate::evaluate::{Access, Effect, Evaluation, Facet, Part};
use crate::graph::{ModuleId, Program};
use crate::rules::matches;
use crate::verdict::{Accepted, Problem};

use super::shown;

/// Takes the effects out, and says for each entry how many it was about.
pub(super) fn accept(settings: &Settings, program: &Program, evaluation: &mut Evaluation) -> Vec<Accepted> {
    let mut accepted: Vec<Accepted> = settings.accept.iter().map(entry).collect();
    if accepted.is_empty() {
        return accepted;
    }
    let name = |id: ModuleId| program.modules[id].name.as_str();
    // The first entry that is about something takes it.
    let mut takes = |modules: &[ModuleId], facet: &str| {
        let found = settings.accept.iter().position(|one| {
            let mut modules = modules.iter();
            modules.any(|&id| matches(&one.module, name(id))) && one.is_about(facet)
        });
        if let Some(at) = found {
            accepted[at].count += 1;
        }
        found.is_some()
    };
    for (module, effects) in evaluation.of.iter_mut().enumerate() {
        effects
            .retain(|effect| !(is_risk(effect) && takes(&[module, effect.module], &facet_of(program, &effect.facet))));
    }
    for later in &mut evaluation.later {
        let module = later.module;
        later
            .effects
            .retain(|effect| !(is_risk(effect) && takes(&[module, effect.module], &facet_of(program, &effect.facet))));
    }
    let symbols = &evaluation.symbols;
    evaluation.changed.retain(|change| {
        let facet = match change.part {
            Part::Name(owner, symbol) => format!("module:{}.{}", name(owner), symbols.text(symbol)),
            Part::Object(..) | Part::Field(..) | Part::Variable(..) => format!("module:{}", name(change.part.owner())),
        };
        !takes(&[change.place.module], &facet)
    });
    accepted
}

/// Reading is judged by who writes.
fn is_risk(effect: &Effect) -> bool {
    effect.access != Access::Read
}

fn entry(one: &Accept) -> Accepted {
    Accepted {
        module: one.module.clone(),
        facet: one.facet.clone(),
        why: one.why.clone(),
        count: 0,
    }
}

/// The name of a part of the state, as reports and settings have it.
pub(super) fn facet_of(program: &Program, facet: &Facet) -> String {
    let name = |id: ModuleId| program.modules[id].name.as_str();
    match facet {
        Facet::State(name) => name.clone(),
        Facet::Module(id) => format!("module:{}", name(*id)),
        Facet::Attribute(name) => format!("module:{name}"),
        Facet::Subclasses(id) => format!("subclasses:{}", name(*id)),
        Facet::Everything => "everything".to_owned(),
    }
}

/// Entries that are about nothing: most likely typing errors, or left over.
pub(super) fn unmatched(settings: &Settings, accepted: &[Accepted]) -> Vec<Problem> {
    let path = settings.file.as_deref().map(shown).unwrap_or_default();
    let unmatched = accepted.iter().filter(|one| one.count == 0);
    unmatched
        .map(|one| Problem {
            path: path.clone(),
            line: None,
            message: format!(
                "accept: {:?} does nothing to {:?} that was found",
                one.module, one.facet
            ),
            is_error: false,
        })
        .collect()
}
