//! Which edit is to blame for what differs, and what remains when it is left out.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::changes::{Changes, Edit, NoSense};
use super::checks::Checks;
use super::difference::{Difference, Note, Subject};
use super::marked::Marked;
use super::memo::Memo;
use super::minimise::minimise;
use super::observe::{AddedNames, Counts, Original, Part, differences, observe, original_modules, original_programs};
use super::run::Unable;
use super::suite::{Outcomes, Tally};
use super::workspace::{Bench, Workspace};

/// A difference and the edits that together cause it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Blamed {
    /// What differs.
    pub difference: Difference,
    /// The edits, as places in [`Changes::edits`]; empty where no set of edits brings it about by itself.
    pub edits: Vec<usize>,
}

/// What came of comparing two trees.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Verdict {
    /// What differs, with the edits to blame.
    pub blamed: Vec<Blamed>,
    /// What is not the same, but inherent or not reproducible.
    pub notes: Vec<Note>,
    /// For each edit whether it stays when those to blame are dropped.
    pub kept: Vec<bool>,
    /// Whether the program was seen to be the same with the kept edits.
    pub is_proven: bool,
    /// How much was looked at.
    pub counts: Counts,
    /// Public names that are new and part of deferring, with how many modules have them.
    pub added_names: AddedNames,
}

/// What takes as long as all checks do, each time about the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// The program before any edit.
    Original,
    /// With all of them.
    Edited,
    /// Without those to blame.
    Reduced,
}

impl Pass {
    /// What is said when it begins.
    pub fn words(self) -> &'static str {
        match self {
            Pass::Original => "the program as it is",
            Pass::Edited => "the program with all edits",
            Pass::Reduced => "the program without the edits to blame",
        }
    }

    /// The pass that begins where this is said.
    pub fn of(said: &str) -> Option<Pass> {
        let all = [Pass::Original, Pass::Edited, Pass::Reduced];
        all.into_iter().find(|pass| pass.words() == said)
    }
}

/// Edits are dropped this many times at most: dropping one may bring another to light.
const MOST_ROUNDS: usize = 8;

/// The program before any edit, as far as it was looked at: the same for whatever it is compared with.
#[derive(Debug)]
pub struct Baseline {
    folder: PathBuf,
    bench: Bench,
    memo: Memo,
    original: Original,
    /// Whether its modules were looked at.
    is_complete: bool,
}

impl Baseline {
    /// Runs the commands, the type checker and the tests of the program in `folder`, in a copy. Its modules are looked at when
    /// there is something to compare them with.
    ///
    /// # Errors
    /// Where something cannot be run, or fails by itself: that would prove nothing of any edit.
    pub fn new(folder: &Path, checks: &Checks, say: &dyn Fn(&str)) -> Result<Baseline, Unable> {
        let mut bench = Bench::new()?;
        let unchanged = Unchanged;
        let mut workspace = Workspace::new(&mut bench, folder, &unchanged)?;
        let original = original_programs(checks, &mut workspace, say)?;
        Ok(Baseline {
            folder: folder.to_owned(),
            bench,
            memo: Memo::default(),
            original,
            is_complete: false,
        })
    }

    /// Why its tests show nothing of edits that rest on them alone; none where all of them pass.
    pub fn lacks_tests(&self) -> Option<String> {
        let suite = self.original.seen.suite.as_ref()?;
        let tally = suite.tally();
        (tally.failed > 0 || !suite.is_success).then(|| match tally.failed {
            0 => format!("before any edit they end with {}", suite.ending),
            _ => format!("before any edit not all of them pass: {}", tally.words()),
        })
    }
}

/// No change at all.
struct Unchanged;

impl Changes for Unchanged {
    fn files(&self) -> &[PathBuf] {
        &[]
    }

    fn edits(&self) -> &[Edit] {
        &[]
    }

    fn bytes(&self, _file: usize, _chosen: &[bool]) -> Result<Option<Vec<u8>>, NoSense> {
        Ok(None)
    }
}

/// Compares the program of a baseline with what it is after all `changes`, in the same copy.
///
/// # Errors
/// Where something cannot be run or read at all, or the edits cannot be made.
pub fn verify(
    baseline: &mut Baseline,
    changes: &dyn Changes,
    checks: &Checks,
    say: &dyn Fn(&str),
) -> Result<Verdict, Unable> {
    let Baseline {
        folder,
        bench,
        memo,
        original,
        is_complete,
    } = baseline;
    let workspace = Workspace::new(bench, folder, changes)?;
    if !*is_complete {
        say(Pass::Original.words());
        original_modules(checks, &workspace, original, memo, say)?;
        *is_complete = true;
    }
    let mut search = Search {
        checks,
        changes,
        workspace,
        memo,
        original,
        say,
    };
    let mut verdict = Verdict {
        kept: vec![true; changes.edits().len()],
        ..Verdict::default()
    };
    for round in 0..MOST_ROUNDS {
        say(if round == 0 { Pass::Edited } else { Pass::Reduced }.words());
        let everything = Part::everything(checks);
        let (found, notes, counts, added) = search.look(&verdict.kept, &everything, false)?;
        let (found, flaky) = search.without_flaky(found, &verdict.kept)?;
        verdict.notes = notes.into_iter().chain(flaky).collect();
        verdict.counts = counts;
        verdict.added_names = added;
        if found.is_empty() {
            verdict.is_proven = true;
            break;
        }
        let blamed = search.blame(found, &verdict.kept)?;
        let is_stuck = blamed.iter().all(|one| one.edits.is_empty());
        for edit in blamed.iter().flat_map(|one| &one.edits) {
            verdict.kept[*edit] = false;
        }
        verdict.blamed.extend(blamed);
        if is_stuck {
            break;
        }
    }
    Ok(verdict)
}

struct Search<'a> {
    checks: &'a Checks,
    changes: &'a dyn Changes,
    workspace: Workspace<'a>,
    memo: &'a mut Memo,
    original: &'a Original,
    say: &'a dyn Fn(&str),
}

impl Search<'_> {
    /// What differs with the chosen edits, in one part of the checks.
    fn look(
        &mut self,
        chosen: &[bool],
        part: &Part,
        is_fresh: bool,
    ) -> Result<(Vec<Difference>, Vec<Note>, Counts, AddedNames), Unable> {
        if !self.workspace.make(chosen)? {
            return Err(Unable::Other("the edits cannot be made together".to_owned()));
        }
        let after = observe(
            self.checks,
            &mut self.workspace,
            part,
            &self.original.seen.modules,
            self.memo,
            is_fresh,
            self.say,
        )?;
        let (found, notes, added) = differences(self.original, self.checks, &after, part);
        let loaded = |modules: &std::collections::BTreeMap<String, super::facts::Seen>| {
            modules.values().map(|seen| seen.loaded.len()).sum()
        };
        let counts = Counts {
            modules: part.modules.len(),
            loaded_before: loaded(&self.original.seen.modules),
            loaded_after: loaded(&after.modules),
            tests: self.original.seen.suite.as_ref().map_or(0, Outcomes::number),
            tests_before: tally(&self.original.seen.suite),
            tests_after: tally(&after.suite),
            commands: part.commands.len(),
            failing_commands: part.commands.iter().filter(|line| Marked::of(line).is_to_fail).count(),
            has_type_checker: part.types,
        };
        Ok((found, notes, counts, added))
    }

    /// Looks again, at the original and at the edited program: what the original shows too, or the edited program not twice,
    /// is not the edits' doing.
    fn without_flaky(
        &mut self,
        found: Vec<Difference>,
        chosen: &[bool],
    ) -> Result<(Vec<Difference>, Vec<Note>), Unable> {
        if found.is_empty() {
            return Ok((found, Vec::new()));
        }
        (self.say)("looking again at what differs");
        let part = Part::of(&found);
        let none = vec![false; chosen.len()];
        let unstable = keys(&self.look(&none, &part, true)?.0);
        let again = keys(&self.look(chosen, &part, true)?.0);
        let (mut real, mut notes) = (Vec::new(), Vec::new());
        for difference in found {
            let key = key(&difference);
            // A test that passes by itself may need the others to fail.
            let is_lone = matches!(difference.subject, Subject::Test(_)) && !again.contains(&key);
            if unstable.contains(&key) || !again.contains(&key) {
                let text = if is_lone {
                    "failed once among the others, and passes by itself"
                } else {
                    "varies from run to run"
                };
                let about = [difference.kind.as_str(), difference.about.as_str()].join(" ");
                notes.push(Note {
                    subject: difference.subject.clone(),
                    text: format!("{}: {text}", about.trim()),
                });
            } else {
                real.push(difference);
            }
        }
        Ok((real, notes))
    }

    /// Finds the edits for each difference. One search often explains many.
    fn blame(&mut self, found: Vec<Difference>, chosen: &[bool]) -> Result<Vec<Blamed>, Unable> {
        let mut blamed = Vec::new();
        let mut left = found;
        let mut kept = chosen.to_vec();
        while let Some(first) = left.first().cloned() {
            (self.say)(&format!("looking for the edit that changes {}", first.subject.words()));
            let edits = self.culprits(&first, &kept)?;
            for &edit in &edits {
                kept[edit] = false;
            }
            let still = if edits.is_empty() {
                BTreeSet::new()
            } else {
                keys(&self.look_or_nothing(&kept, &Part::of(&left))?)
            };
            let (rest, explained): (Vec<_>, Vec<_>) = left
                .into_iter()
                .partition(|one| key(one) != key(&first) && (edits.is_empty() || still.contains(&key(one))));
            blamed.extend(explained.into_iter().map(|difference| Blamed {
                difference,
                edits: edits.clone(),
            }));
            left = rest;
        }
        Ok(blamed)
    }

    fn look_or_nothing(&mut self, chosen: &[bool], part: &Part) -> Result<Vec<Difference>, Unable> {
        match self.workspace.make(chosen)? {
            true => Ok(self.look(chosen, part, false)?.0),
            false => Ok(Vec::new()),
        }
    }

    /// The fewest edits that bring a difference about: the files first, then the edits in them.
    fn culprits(&mut self, difference: &Difference, chosen: &[bool]) -> Result<Vec<usize>, Unable> {
        let all: Vec<usize> = (0..chosen.len()).filter(|&edit| chosen[edit]).collect();
        let files: Vec<usize> = all
            .iter()
            .map(|&edit| self.changes.edits()[edit].file)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let part = Part::of([difference]);
        let wanted = key(difference);
        if !self.shows(&all, chosen.len(), &part, &wanted)? {
            return Ok(Vec::new());
        }
        let of_files = |files: &[usize], changes: &dyn Changes| -> Vec<usize> {
            all.iter()
                .copied()
                .filter(|&edit| files.contains(&changes.edits()[edit].file))
                .collect()
        };
        let changes = self.changes;
        let files = minimise(&files, &mut |files| {
            self.shows(&of_files(files, changes), chosen.len(), &part, &wanted)
        })?;
        let found = minimise(&of_files(&files, changes), &mut |edits| {
            self.shows(edits, chosen.len(), &part, &wanted)
        })?;
        let without =
            |some: &[usize]| -> Vec<usize> { all.iter().copied().filter(|edit| !some.contains(edit)).collect() };
        if !self.shows(&without(&found), chosen.len(), &part, &wanted)? {
            return Ok(found);
        }
        // Half of a change that is sound as a whole shows it, too: look for what it takes to be rid of it instead.
        minimise(&all, &mut |some| {
            Ok(!self.shows(&without(some), chosen.len(), &part, &wanted)?)
        })
    }

    fn shows(&mut self, edits: &[usize], count: usize, part: &Part, wanted: &Key) -> Result<bool, Unable> {
        let mut chosen = vec![false; count];
        for &edit in edits {
            chosen[edit] = true;
        }
        Ok(keys(&self.look_or_nothing(&chosen, part)?).contains(wanted))
    }
}

/// How tests came out, where their runner says so.
fn tally(suite: &Option<Outcomes>) -> Option<Tally> {
    let listed = suite.as_ref().filter(|suite| !suite.tests.is_empty());
    listed.map(Outcomes::tally)
}

/// What makes two differences the same.
type Key = (Subject, String, String);

fn key(difference: &Difference) -> Key {
    let (subject, kind, about) = difference.key();
    (subject.clone(), kind.to_owned(), about.to_owned())
}

fn keys(differences: &[Difference]) -> BTreeSet<Key> {
    differences.iter().map(key).collect()
}
