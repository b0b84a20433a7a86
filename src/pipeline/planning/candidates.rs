//! The engine's decisions as candidates for a plan: every import of the project's modules, with how it can be deferred or why it
//! has to stay.
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::super::outcome::{Texts, sentence};
use super::super::{Understood, load};
use super::words::change;
use crate::graph::{EdgeKey, Kind};
use crate::judge::{self, Decision, Kept};
use crate::plan::model::{Place, Reason};
use crate::plan::{Import, Imports};
use crate::syntax::Span;
use crate::verdict::Code;

/// Imports that have to stay, with the reasons.
pub(super) type Refused = Vec<(EdgeKey, Reason)>;

/// Every import of the project's own modules that loads more than a bare interpreter has, and the reasons of those that stay as
/// the engine gave them.
pub(super) fn imports(project: &Understood<'_>, decided: &judge::Plan) -> (Imports, FxHashMap<EdgeKey, Vec<Kept>>) {
    let reasons = decided.decisions.iter().filter_map(|decision| {
        let key = project.graph.key(decision.module, decision.import)?;
        Some((key, decision.verdict.as_ref().err()?.all().cloned().collect()))
    });
    let reasons = reasons.collect();
    let mut texts = Texts::default();
    let imports = decided
        .decisions
        .iter()
        .filter(|decision| project.program.modules[decision.module].kind == Kind::FirstParty)
        .filter_map(|decision| import(project, decision, &mut texts));
    (Imports::new(imports.collect()), reasons)
}

fn import(project: &Understood<'_>, decision: &Decision, texts: &mut Texts) -> Option<Import> {
    let file = project.files.get(&decision.module)?;
    let found = &project.program.facts(decision.module)?.imports[decision.import as usize];
    Some(Import {
        key: project.graph.key(decision.module, decision.import)?,
        module: file.module.clone(),
        place: place(project, file, found.statement.start),
        text: found.to_python(),
        target: project.program.absolute(decision.module, found)?,
        name: found.name.clone(),
        at: (found.statement.start, found.alias.start),
        binding: found.binding,
        group: None,
        verdict: match &decision.verdict {
            Ok(shape) => Ok(shape.strategies()),
            Err(reasons) => Err(reasons.all().map(|kept| told(project, decision, kept, texts)).collect()),
        },
    })
}

/// Of the chosen imports those that the engine, asked for just these, keeps.
pub(super) fn refused(
    project: &Understood<'_>,
    decided: &judge::Plan,
    imports: &Imports,
    chosen: &BTreeSet<usize>,
) -> Refused {
    let by_key: FxHashMap<EdgeKey, &Decision> = decided
        .decisions
        .iter()
        .filter_map(|decision| Some((project.graph.key(decision.module, decision.import)?, decision)))
        .collect();
    let mut texts = Texts::default();
    let keys = chosen.iter().map(|&number| imports.all[number].key);
    keys.filter_map(|key| {
        let reason = match by_key.get(&key) {
            Some(Decision { verdict: Ok(_), .. }) => return None,
            Some(decision) => decision
                .verdict
                .as_ref()
                .err()
                .map(|reasons| told(project, decision, &reasons.first, &mut texts))?,
            None => Reason::new(Code::LoadedAnyway.code(), Code::LoadedAnyway.summary()),
        };
        Some((key, reason))
    })
    .collect()
}

pub(super) fn told(project: &Understood<'_>, decision: &Decision, kept: &Kept, texts: &mut Texts) -> Reason {
    // What another place of the same file causes is told with its line, too: nobody sees the excerpt here.
    let at = kept
        .at
        .filter(|at| at.module != decision.module || at.span != alias(project, decision));
    let shown = at.and_then(|at| texts.place(&project.files, at));
    let text = sentence(kept);
    Reason {
        code: kept.code.code().to_owned(),
        text: shown.map_or(text.clone(), |at| format!("{text} ({at})")),
        place: at.and_then(|at| Some(place(project, project.files.get(&at.module)?, at.span.start))),
        change: change(project, kept, texts),
    }
}

/// Where a decision's import stands.
fn alias(project: &Understood<'_>, decision: &Decision) -> Span {
    let facts = project.program.facts(decision.module);
    facts
        .and_then(|facts| facts.imports.get(decision.import as usize))
        .map(|import| import.alias)
        .unwrap_or_default()
}

pub(super) fn place(project: &Understood<'_>, file: &load::File, offset: u32) -> Place {
    let below = file.path.strip_prefix(&project.settings.root).unwrap_or(&file.path);
    Place {
        path: below.to_string_lossy().replace('\\', "/"),
        line: file.line_starts.partition_point(|&start| start <= offset) as u32,
    }
}
