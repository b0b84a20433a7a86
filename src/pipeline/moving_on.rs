//! Moving on to Python 3.15: what a module serves by a `__getattr__` of the form that dormant writes becomes plain `lazy` imports.
//!
//! Such a module is looked at as if it imported its names at once, which is what it was made from: where the judge makes exactly
//! these imports lazy, that is the same program, and the block goes. Elsewhere it stays as it is.
use std::collections::BTreeSet;
use std::path::PathBuf;

use rustc_hash::FxHashMap;

use super::apply::Rewriting;
use super::deciding::planned;
use super::helpers::Helpers;
use super::load::source;
use super::survey::Overlay;
use super::understanding::understand;
use super::{Failure, Request, prepare, rewrite_all};
use crate::graph::ModuleId;
use crate::judge::Judged;
use crate::rewrite::{Plain, are_lazy, plain};
use crate::verdict::Strategy;

/// The files that serve names, as they would be without that, and the names.
struct Candidate {
    plain: Rewriting,
    names: BTreeSet<String>,
}

/// The files that lose their `__getattr__`, each in two steps: without it, and with lazy imports, of which there are so many.
/// `overlays` are the texts so far.
///
/// # Errors
/// As [`super::analyse`].
pub(super) fn moved_on(
    request: &Request<'_>,
    overlays: &[Overlay],
) -> Result<Vec<(Rewriting, Rewriting, usize)>, Failure> {
    let mut candidates = candidates(request, overlays)?;
    while !candidates.is_empty() {
        let mut texts: Vec<Overlay> = candidates.iter().map(|one| one.plain.overlay()).collect();
        let is_other = |overlay: &&Overlay| candidates.iter().all(|one| one.plain.path != overlay.path);
        texts.extend(overlays.iter().filter(is_other).cloned());
        let made = made(request, &texts, &candidates)?;
        let is_lazy = |one: &Candidate| {
            let mut done = made.iter().filter(|done| done.path == one.plain.path);
            done.any(|done| are_lazy(&done.after, &one.names))
        };
        let count = candidates.len();
        candidates.retain(is_lazy);
        if candidates.len() == count && made.len() == count {
            let mut made: FxHashMap<PathBuf, Rewriting> = made.into_iter().map(|one| (one.path.clone(), one)).collect();
            let both = candidates.into_iter().filter_map(|one| {
                let lazy = made.remove(&one.plain.path)?;
                Some((one.plain, lazy, one.names.len()))
            });
            return Ok(both.collect());
        }
        if candidates.len() == count {
            // They take other files along.
            break;
        }
    }
    Ok(Vec::new())
}

fn candidates(request: &Request<'_>, overlays: &[Overlay]) -> Result<Vec<Candidate>, Failure> {
    let prepared = prepare(request)?;
    if prepared.options.ways() != [Some(Strategy::LazyKeyword)] {
        return Ok(Vec::new());
    }
    let files = prepared.survey.named.iter().filter(|file| file.is_target);
    let found = files.filter_map(|file| {
        let source = source(&file.path, overlays).ok()?;
        if !source.text.contains("__getattr__") {
            return None;
        }
        let style = &request.settings.import_style;
        let Plain { text, names } = plain(&source.text, &file.module, file.is_package, style)?;
        let bytes = source.encode(&text).ok()?;
        let plain = Rewriting::of(&file.path, source, (text, bytes)).ok()?;
        Some(Candidate { plain, names })
    });
    Ok(found.collect())
}

/// What the judge makes of the imports of the candidates, and of no others.
fn made(request: &Request<'_>, overlays: &[Overlay], candidates: &[Candidate]) -> Result<Vec<Rewriting>, Failure> {
    let project = understand(&Request { overlays, ..*request })?;
    let Some(judged) = Judged::new(project.inputs()) else {
        return Ok(Vec::new());
    };
    let mut keys = Vec::new();
    for (&module, file) in &project.files {
        let Some(candidate) = candidates.iter().find(|one| one.plain.path == file.path) else {
            continue;
        };
        keys.extend(
            served(&project.program, module, &candidate.names).filter_map(|import| project.graph.key(module, import)),
        );
    }
    let plans = judged.plan(&judged.selection(keys)).files;
    let (made, problems) = rewrite_all(&planned(&project, plans), &Helpers::new(), overlays);
    Ok(if problems.is_empty() { made } else { Vec::new() })
}

/// The imports at the top of a module that bind these names.
fn served<'a>(
    program: &'a crate::graph::Program,
    module: ModuleId,
    names: &'a BTreeSet<String>,
) -> impl Iterator<Item = u32> + 'a {
    let imports = program
        .facts(module)
        .into_iter()
        .flat_map(|facts| facts.imports.iter().enumerate());
    imports
        .filter(|(_, import)| import.scope == crate::semantics::facts::MODULE && names.contains(import.bound_name()))
        .map(|(id, _)| id as u32)
}
