//! Plans into files: rewrites every text, and writes those that came out as intended.
use std::path::PathBuf;

use rayon::prelude::*;

use super::load::error;
use super::{Planned, text_hash};
use crate::plan::Problem;
use crate::project::{Batch, Source};
use crate::rewrite::rewrite;

/// One file before and after.
#[derive(Debug)]
pub struct Rewriting {
    /// The file.
    pub path: PathBuf,
    /// Its text.
    pub before: String,
    /// Its new text.
    pub after: String,
    /// The new text in the file's own encoding.
    bytes: Vec<u8>,
}

/// Rewrites every planned file in memory. A file that cannot be rewritten as planned is a problem, and left out.
pub fn rewrite_all(plans: &[Planned], suppression: Option<&str>) -> (Vec<Rewriting>, Vec<Problem>) {
    let outcomes: Vec<Result<Rewriting, Problem>> = plans
        .par_iter()
        .map(|planned| rewritten(planned, suppression))
        .collect();
    let (mut done, mut problems) = (Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(rewriting) => done.push(rewriting),
            Err(problem) => problems.push(problem),
        }
    }
    done.retain(|rewriting| rewriting.before != rewriting.after);
    done.sort_by(|left, right| left.path.cmp(&right.path));
    (done, problems)
}

fn rewritten(planned: &Planned, suppression: Option<&str>) -> Result<Rewriting, Problem> {
    let fail = |message: String| error(&planned.path, None, &message);
    let source = Source::read(&planned.path).map_err(|problem| fail(problem.message))?;
    if text_hash(&source.text) != planned.text_hash {
        return Err(fail("changed while dormant looked at it: left as it is".to_owned()));
    }
    let mut plan = planned.plan.clone();
    plan.suppression = suppression.map(str::to_owned);
    let after = rewrite(&source.text, &plan).map_err(|problem| fail(format!("left as it is: {problem}")))?;
    let bytes = source.encode(&after).map_err(|problem| fail(problem.message))?;
    Ok(Rewriting {
        path: planned.path.clone(),
        before: source.text,
        after,
        bytes,
    })
}

/// Writes all files, or none where one of them cannot be written; the problems say which.
pub fn write_all(rewritings: &[Rewriting]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut batch = Batch::new();
    for rewriting in rewritings {
        if let Err(failed) = batch.add(&rewriting.path, &rewriting.bytes) {
            problems.push(error(&failed.path, None, &failed.error.to_string()));
        }
    }
    if let Err(failed) = batch.commit() {
        problems.push(error(&failed.path, None, &failed.error.to_string()));
    }
    problems
}
