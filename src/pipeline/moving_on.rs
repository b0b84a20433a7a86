//! Moving on to Python 3.15: what a module serves by a `__getattr__` of the form that dormant writes becomes plain `lazy` imports.
//!
//! Such a module is looked at as if it imported its names at once, which is what it was made from: where the judge makes exactly
//! these imports lazy, that is the same program, and the block goes. Elsewhere it stays as it is.
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::apply::Rewriting;
use super::deciding::planned;
use super::helpers::Helpers;
use super::load::source;
use super::survey::Overlay;
use super::understanding::understand;
use super::{Failure, Request, prepare, rewrite_all};
use crate::graph::ModuleId;
use crate::judge::{Inputs, Judged};
use crate::rewrite::{Plain, Untabled, are_lazy, plain, untabled};
use crate::semantics::facts::{Exports, Import, MODULE};

/// The files that serve names, as they would be without that, and the names.
struct Candidate {
    plain: Rewriting,
    names: BTreeSet<String>,
    /// For what a person wrote: names of the module that go with it.
    gone: Option<BTreeSet<String>>,
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
    if !prepared.options.brings_back() {
        return Ok(Vec::new());
    }
    let own = prepared.survey.named.iter();
    let own = own.filter_map(|file| file.module.split('.').next());
    let style = Arc::new(request.settings.import_style.with_first_party(own));
    let files = prepared.survey.named.iter().filter(|file| file.is_target);
    let found = files.filter_map(|file| {
        let source = source(&file.path, overlays).ok()?;
        if !source.text.contains("__getattr__") {
            return None;
        }
        let own = plain(&source.text, &file.module, file.is_package, &style);
        let (Plain { text, names }, gone) = match own {
            Some(own) => (own, None),
            None => {
                let Untabled { text, names, gone } = untabled(&source.text, &file.module, file.is_package, &style)?;
                (Plain { text, names }, Some(gone))
            }
        };
        let bytes = source.encode(&text).ok()?;
        let plain = Rewriting::of(&file.path, source, (text, bytes)).ok()?;
        Some(Candidate { plain, names, gone })
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
        if let Some(gone) = candidate.gone.as_ref().filter(|_| !candidate.names.is_empty())
            && !serves_the_same(project.inputs(), module, &candidate.names, gone)
        {
            continue;
        }
        keys.extend(
            served(&project.program, module, &candidate.names).filter_map(|import| project.graph.key(module, import)),
        );
    }
    let plans = judged.plan(&judged.selection(keys)).files;
    let (made, problems) = rewrite_all(
        &planned(&project, Some(judged.before()), plans),
        &Helpers::new(),
        overlays,
    );
    Ok(if problems.is_empty() { made } else { Vec::new() })
}

/// Whether nobody can tell names that a module has from names that a hook of a person's gave it: who asks what names there are, who
/// takes all of them, who puts something else where they come from, and who knows of what goes.
fn serves_the_same(inputs: Inputs<'_>, module: ModuleId, names: &BTreeSet<String>, gone: &BTreeSet<String>) -> bool {
    let (visibility, program) = (inputs.visibility, inputs.program);
    let Some(facts) = program.facts(module) else {
        return false;
    };
    let key = |name: &String| (module, name.clone());
    let lists_all = matches!(&facts.exports, Exports::Listed(listed) if names.iter().all(|name| listed.contains(name)));
    let is_asked = |name: &String| {
        visibility.replacement(module, name).is_some()
            || visibility.deleted.contains_key(&key(name))
            || visibility.looked_up.contains_key(&key(name))
    };
    let knows =
        |name: &String| visibility.read.contains_key(&key(name)) || visibility.replacement(module, name).is_some();
    let is_steady = |import: &&Import| {
        let base = program.absolute(module, import).and_then(|base| program.find(&base));
        let name = import.name.as_ref();
        base.zip(name).is_none_or(|(base, name)| {
            let bound = program
                .facts(base)
                .and_then(|facts| Some(facts.bindings[facts.global(name)? as usize].kinds));
            visibility.replacement(base, name).is_none()
                && bound.is_none_or(|kinds| !kinds.from_global_statement && kinds.deletions == 0)
        })
    };
    let mut own = facts
        .imports
        .iter()
        .filter(|import| import.scope == MODULE && names.contains(import.bound_name()));
    (lists_all || !visibility.starred.contains_key(&module))
        && !visibility.namespace.contains_key(&module)
        && !visibility.sifted.contains_key(&module)
        && !visibility.computed.contains_key(&module)
        && !names.iter().any(is_asked)
        && !gone.iter().any(knows)
        && own.all(|import| is_steady(&import))
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
        .filter(|(_, import)| import.scope == MODULE && names.contains(import.bound_name()))
        .map(|(id, _)| id as u32)
}
