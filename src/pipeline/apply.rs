//! Plans into files: rewrites every text, and writes those that came out as intended.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::helpers::Helpers;
use super::load::source;
use super::survey::Overlay;
use super::{Analysis, Planned, error, text_hash};
use crate::project::{Change, EncodeError, Source, WriteError, need_each_other, remove_leftovers, write_together};
use crate::rewrite::{RewriteError, helper, rewrite};
use crate::semantics::facts::DEFERRED_DICT;
use crate::verdict::{Bytes, FilePlan, Problem};

/// One file before and after.
#[derive(Debug, Clone)]
pub struct Rewriting {
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub before: String,
    /// Its new text.
    pub after: String,
    /// Whether there is no such file yet.
    pub is_new: bool,
    /// Whether the file goes.
    pub is_removed: bool,
    /// What the file holds now, `None` where there is none.
    held: Option<Vec<u8>>,
    /// The new text in the file's own encoding.
    bytes: Vec<u8>,
    /// The helper that the new text imports.
    helper: Option<PathBuf>,
    /// Whether it is a helper that only edits of this run need.
    is_only_for_edits: bool,
    /// Where it comes among those that are written together: behind what it loads, and a package behind its modules.
    pub(super) rank: (usize, bool),
}

impl Rewriting {
    /// A new text of a file that was read as `source`, with its bytes.
    ///
    /// # Errors
    /// Where the old text has no form in the file's encoding.
    pub(super) fn of(path: &Path, source: Source, (after, bytes): (String, Vec<u8>)) -> Result<Rewriting, EncodeError> {
        let held = source.encode(&source.text)?;
        Ok(Rewriting {
            path: path.to_owned(),
            before: source.text,
            after,
            is_new: false,
            is_removed: false,
            held: Some(held),
            bytes,
            helper: None,
            is_only_for_edits: false,
            rank: (0, path.file_stem().is_some_and(|stem| stem == "__init__")),
        })
    }

    /// The new text as what stands for the file.
    pub(super) fn overlay(&self) -> Overlay {
        Overlay {
            path: self.path.clone(),
            bytes: self.bytes.clone(),
        }
    }

    /// Takes the new text of the same file, which was made from this one's.
    pub(super) fn go_on_to(&mut self, next: Rewriting) {
        self.after = next.after;
        self.bytes = next.bytes;
        self.is_removed = next.is_removed;
        self.helper = next.helper.or(self.helper.take());
        self.is_only_for_edits &= next.is_only_for_edits;
    }

    /// How the text lies in the file that there is.
    pub(super) fn bytes_before(&self) -> Bytes {
        let held = self.held.as_deref().unwrap_or_default();
        match held.strip_suffix(self.before.as_bytes()) {
            Some(mark) => Bytes {
                before: mark.len() as u32,
                is_utf8: true,
            },
            None => Bytes::default(),
        }
    }
}

/// Rewrites every planned file in memory. A file that cannot be rewritten as planned is a problem, and left out.
/// `overlays` stand for the content of files.
pub fn rewrite_all(plans: &[Planned], helpers: &Helpers, overlays: &[Overlay]) -> (Vec<Rewriting>, Vec<Problem>) {
    let outcomes: Vec<Result<Rewriting, Problem>> =
        plans.par_iter().map(|planned| rewritten(planned, overlays)).collect();
    let (mut done, mut problems) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(rewriting) => done.push(rewriting),
            Err(problem) => problems.push(problem),
        }
    }
    add_helpers(plans, helpers, overlays, &mut done, &mut problems);
    done.retain(|rewriting| rewriting.before != rewriting.after);
    done.sort_by(|left, right| left.path.cmp(&right.path));
    (done, problems)
}

/// The helpers that the rewritten files import. A file whose helper cannot be written is not rewritten.
fn add_helpers(
    plans: &[Planned],
    stale: &Helpers,
    overlays: &[Overlay],
    done: &mut Vec<Rewriting>,
    problems: &mut Vec<Problem>,
) {
    let stale_ones = stale.iter();
    let mut wanted: BTreeMap<&Path, BTreeSet<helper::Part>> = stale_ones
        .map(|(path, parts)| (path.as_path(), parts.clone()))
        .collect();
    for planned in plans
        .iter()
        .filter(|planned| done.iter().any(|rewriting| rewriting.path == planned.path))
    {
        if let Some(path) = &planned.helper {
            wanted.entry(path).or_default().extend(parts(&planned.plan));
        }
    }
    for (path, mut parts) in wanted {
        let written = overlays.iter().find(|overlay| overlay.path == path);
        let held = match written.map_or_else(|| std::fs::read(path), |overlay| Ok(overlay.bytes.clone())) {
            Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            Err(problem) if problem.kind() == std::io::ErrorKind::NotFound => None,
            Err(problem) => {
                give_up(path, &problem.to_string(), plans, done, problems);
                continue;
            }
        };
        let before = held.clone().unwrap_or_default();
        match helper::parts_of(&before) {
            Some(known) if !parts.is_empty() => parts.extend(known),
            Some(_) => {}
            None if before.is_empty() => {}
            None => {
                give_up(
                    path,
                    "dormant did not write this file, and needs this file name",
                    plans,
                    done,
                    problems,
                );
                continue;
            }
        }
        // Nothing asks for any part of it.
        let is_removed = parts.is_empty();
        if is_removed && held.is_none() {
            continue;
        }
        let after = if is_removed {
            String::new()
        } else {
            helper::text(&parts)
        };
        done.push(Rewriting {
            path: path.to_owned(),
            is_new: held.is_none(),
            is_removed,
            before,
            held: held.map(String::into_bytes),
            bytes: after.clone().into_bytes(),
            after,
            helper: None,
            is_only_for_edits: !stale.contains_key(path),
            rank: (0, false),
        });
    }
}

/// Whether a file that dormant did not write stands in the place of a helper.
pub(super) fn is_in_the_way(helper: &Path) -> bool {
    let text = std::fs::read_to_string(helper);
    text.is_ok_and(|text| !text.is_empty() && helper::parts_of(&text).is_none())
}

/// The parts of the helper that the edits of a file need.
pub(super) fn parts(plan: &FilePlan) -> impl Iterator<Item = helper::Part> + use<> {
    let deferrals = plan.deferrals.as_slice();
    let tables = deferrals
        .iter()
        .any(|deferral| !deferral.way.moved().entries.is_empty());
    let calls = deferrals.iter().filter_map(|deferral| deferral.way.stand_in());
    let names = calls.map(|call| call.class.name).chain(tables.then_some(DEFERRED_DICT));
    let needed: BTreeSet<helper::Part> = names.filter_map(helper::Part::of).collect();
    needed.into_iter()
}

fn give_up(path: &Path, message: &str, plans: &[Planned], done: &mut Vec<Rewriting>, problems: &mut Vec<Problem>) {
    problems.push(error(path, None, message));
    for planned in plans.iter().filter(|planned| planned.helper.as_deref() == Some(path)) {
        done.retain(|rewriting| rewriting.path != planned.path);
    }
}

/// Why edits make nothing of a file.
#[derive(Debug, thiserror::Error)]
pub(super) enum MakeError {
    /// The text cannot be rewritten as planned.
    #[error(transparent)]
    Rewrite(#[from] RewriteError),
    /// The new text cannot be written as the file is.
    #[error("{}", .0.message)]
    Encode(#[from] EncodeError),
}

/// The text and the bytes that edits make of a file: all that is ever written, shown or tried is asked here.
pub(super) fn made(source: &Source, plan: &FilePlan) -> Result<(String, Vec<u8>), MakeError> {
    let after = rewrite(&source.text, plan)?;
    let bytes = source.encode(&after)?;
    Ok((after, bytes))
}

fn rewritten(planned: &Planned, overlays: &[Overlay]) -> Result<Rewriting, Problem> {
    let fail = |message: String| error(&planned.path, None, &message);
    let source = source(&planned.path, overlays).map_err(|problem| fail(problem.message))?;
    if text_hash(&source.text) != planned.text_hash {
        return Err(fail("changed while dormant looked at it: left as it is".to_owned()));
    }
    let made = made(&source, &planned.plan).map_err(|problem| fail(format!("left as it is: {problem}")))?;
    let rewriting = Rewriting::of(&planned.path, source, made).map_err(|problem| fail(problem.message))?;
    Ok(Rewriting {
        helper: planned.helper.clone(),
        rank: (planned.rank, rewriting.rank.1),
        ..rewriting
    })
}

/// Removes what runs that were killed left in the folders that were looked at.
pub fn clean(analysis: &Analysis) {
    analysis.folders.iter().for_each(|folder| remove_leftovers(folder));
}

/// What was not written.
#[derive(Debug, Default)]
pub struct Unwritten {
    /// What is wrong with files.
    pub problems: Vec<Problem>,
    /// What is wrong with those that need others.
    pub for_want: Vec<Problem>,
    /// The files that could not be written, or whose helper could not be.
    pub failed: Vec<PathBuf>,
}

/// Writes edits that were judged together: all files, or none, for some of them may be safe only with others. What others load comes
/// before these, a package after its modules: what is there after each rename is what a run that is killed leaves. What is left of
/// `rewritings` was written.
pub(super) fn write_all(rewritings: &mut Vec<Rewriting>) -> Unwritten {
    rewritings.sort_by(|left, right| (left.rank, &left.path).cmp(&(right.rank, &right.path)));
    let change = |rewriting: &Rewriting| Change {
        path: rewriting.path.clone(),
        before: rewriting.held.clone(),
        after: (!rewriting.is_removed).then(|| rewriting.bytes.clone()),
        is_only_for_others: rewriting.is_only_for_edits,
        ..Change::default()
    };
    let mut changes: Vec<Change> = rewritings.iter().map(change).collect();
    let helpers: BTreeSet<&PathBuf> = rewritings.iter().filter_map(|one| one.helper.as_ref()).collect();
    need_each_other(&mut changes, |change| helpers.contains(&change.path));
    let written = write_together(&changes);
    let has_failed = |path: &Path| written.errors.iter().any(|error| error.path == path);
    let failed = rewritings
        .iter()
        .filter(|one| has_failed(&one.path) || one.helper.as_deref().is_some_and(has_failed));
    let problem = |failed: &WriteError| error(&failed.path, None, &failed.error.to_string());
    let unwritten = Unwritten {
        failed: failed.map(|one| one.path.clone()).collect(),
        problems: written.errors.iter().map(problem).collect(),
        for_want: written.for_want.iter().map(problem).collect(),
    };
    let mut is_written = written.is_written.into_iter();
    rewritings.retain(|_| is_written.next() == Some(true));
    unwritten
}
