//! What rests on an edit of the same run: once that is made, more can be deferred. So that one run of `fix` comes to the end
//! that a second one would find, the project is looked at again with the edits made, in memory, as long as more follows.
use super::moving_on::moved_on;
use super::survey::Overlay;
use super::{Analysis, Failure, Request, Rewriting, analyse, rewrite_all};
use crate::verdict::Problem;

/// Rounds of looking again; more than two are hardly ever needed.
const MOST_ROUNDS: usize = 6;

/// What a whole run of `fix` writes.
#[derive(Debug, Default)]
pub struct Settled {
    /// The files, each from what it is now to where it ends.
    pub rewritings: Vec<Rewriting>,
    /// What cannot be written as planned.
    pub problems: Vec<Problem>,
    /// Imports that are deferred because others are.
    pub further: usize,
}

/// Makes the edits of `analysis`, which `request` led to, and those that follow from them, in memory.
///
/// # Errors
/// As [`analyse`].
pub fn settle(request: &Request<'_>, analysis: &Analysis) -> Result<Settled, Failure> {
    let mut settled = Settled::first(analysis, request.overlays);
    settled.follow(request, analysis.goes_on)?;
    if settled.problems.is_empty() {
        let moved = moved_on(request, &settled.texts(request.overlays))?;
        let has_moved = !moved.is_empty();
        for (plain, lazy, count) in moved {
            settled.further += count;
            settled.add(vec![plain]);
            settled.add(vec![lazy]);
        }
        settled.follow(request, has_moved)?;
    }
    Ok(settled)
}

impl Settled {
    /// The edits of an analysis as they are, and nothing that follows from them.
    pub fn first(analysis: &Analysis, overlays: &[Overlay]) -> Settled {
        let (rewritings, problems) = rewrite_all(&analysis.plans, &analysis.helpers, overlays);
        Settled {
            rewritings,
            problems,
            further: 0,
        }
    }

    /// What was found in several projects as one.
    pub fn join(mut self, other: Settled) -> Settled {
        self.rewritings.extend(other.rewritings);
        self.problems.extend(other.problems);
        self.further += other.further;
        self
    }

    /// Looks again with what is made so far, as long as more follows.
    fn follow(&mut self, request: &Request<'_>, mut goes_on: bool) -> Result<(), Failure> {
        for _ in 0..MOST_ROUNDS {
            // What could not be written is not there to rest on.
            if !goes_on || !self.problems.is_empty() {
                break;
            }
            let overlays = self.texts(request.overlays);
            let next = analyse(&Request {
                overlays: &overlays,
                ..*request
            })?;
            let (rewritings, problems) = rewrite_all(&next.plans, &next.helpers, &overlays);
            if rewritings.is_empty() || !problems.is_empty() {
                break;
            }
            self.further += next.plans.iter().map(|one| one.plan.deferrals.len()).sum::<usize>();
            self.add(rewritings);
            goes_on = next.goes_on;
        }
        Ok(())
    }

    /// The texts so far, and what stood for the content of other files before.
    fn texts(&self, before: &[Overlay]) -> Vec<Overlay> {
        let mut texts: Vec<Overlay> = self.rewritings.iter().map(Rewriting::overlay).collect();
        let is_edited = |overlay: &&Overlay| self.rewritings.iter().all(|one| one.path != overlay.path);
        texts.extend(before.iter().filter(is_edited).cloned());
        texts
    }

    fn add(&mut self, next: Vec<Rewriting>) {
        for rewriting in next {
            match self.rewritings.iter_mut().find(|one| one.path == rewriting.path) {
                Some(one) => one.go_on_to(rewriting),
                None => self.rewritings.push(rewriting),
            }
        }
        self.rewritings.sort_by(|left, right| left.path.cmp(&right.path));
    }
}
