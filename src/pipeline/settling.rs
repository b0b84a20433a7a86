//! What rests on an edit of the same run: once that is made, more can be deferred. So that one run of `fix` comes to the end
//! that a second one would find, the project is looked at again with the edits made, in memory, as long as more follows.
use std::path::PathBuf;

use super::apply::{Unwritten, write_all};
use super::moving_on::moved_on;
use super::survey::Overlay;
use super::{Analysis, Failure, Request, Rewriting, analyse, clean, error, rewrite_all};
use crate::verdict::{Problem, Way};

/// Rounds of looking again; more than two are hardly ever needed.
const MOST_ROUNDS: usize = 6;

/// What is said of a file whose edits rest on others that could not be made.
const RESTS: &str = "not all of it is written: it rests on edits of this run that could not be made";

/// What a whole run of `fix` writes.
#[derive(Debug, Default)]
pub struct Settled {
    /// Round after round for each project: the edits of a round rest on those of the rounds before.
    projects: Vec<Vec<Round>>,
    /// What cannot be written as planned.
    pub problems: Vec<Problem>,
    /// The files that cannot be rewritten as planned.
    failed: Vec<PathBuf>,
}

/// Edits that are safe together once those before are made.
#[derive(Debug, Default)]
struct Round {
    rewritings: Vec<Rewriting>,
    /// Imports that are deferred because those of the rounds before are.
    further: usize,
    /// Those of them that are listed.
    listed: usize,
}

/// Makes the edits of `analysis`, which `request` led to, and those that follow from them, in memory.
///
/// # Errors
/// As [`analyse`].
pub fn settle(request: &Request<'_>, analysis: &Analysis) -> Result<Settled, Failure> {
    let mut settled = Settled::first(analysis, request.overlays);
    settled.follow(request, analysis.goes_on)?;
    if settled.problems.is_empty() {
        let mut round = Round::default();
        for (mut plain, lazy, count) in moved_on(request, &settled.texts(request.overlays))? {
            plain.go_on_to(lazy);
            round.rewritings.push(plain);
            round.further += count;
        }
        if !round.rewritings.is_empty() {
            settled.projects[0].push(round);
            settled.follow(request, true)?;
        }
    }
    Ok(settled)
}

/// Writes what was settled of one project. Edits are judged together: where a file cannot be written, those are made that are safe
/// without it. What is left of them was written; the problems say what was not.
///
/// # Errors
/// As [`analyse`].
pub fn write(request: &Request<'_>, found: (Analysis, Settled)) -> Result<(Analysis, Settled), Failure> {
    let (mut analysis, mut settled) = found;
    clean(&analysis);
    let (mut left, mut problems) = (request.left.to_vec(), Vec::new());
    loop {
        problems.append(&mut settled.problems);
        let unwritten = match settled.failed.is_empty() {
            true => settled.write(),
            // They were judged with what cannot be rewritten.
            false => Unwritten {
                failed: std::mem::take(&mut settled).failed,
                ..Unwritten::default()
            },
        };
        problems.extend(unwritten.problems);
        let before = left.len();
        if settled.rewritings().is_empty() {
            left.extend(unwritten.failed);
            left.sort();
            left.dedup();
        }
        if left.len() == before {
            problems.extend(unwritten.for_want);
            break;
        }
        let again = Request {
            left: &left,
            ..*request
        };
        analysis = analyse(&again)?;
        settled = settle(&again, &analysis)?;
    }
    settled.problems = problems;
    Ok((analysis, settled))
}

impl Settled {
    /// The edits of an analysis as they are, and nothing that follows from them.
    pub fn first(analysis: &Analysis, overlays: &[Overlay]) -> Settled {
        let (rewritings, problems) = rewrite_all(&analysis.plans, &analysis.helpers, overlays);
        Settled {
            failed: match problems.is_empty() {
                true => Vec::new(),
                false => {
                    let is_made = |path: &PathBuf| rewritings.iter().any(|one| one.path == *path);
                    let paths = analysis.plans.iter().map(|plan| plan.path.clone());
                    paths.filter(|path| !is_made(path)).collect()
                }
            },
            projects: vec![vec![Round {
                rewritings,
                ..Round::default()
            }]],
            problems,
        }
    }

    /// What was found in several projects as one.
    pub fn join(mut self, other: Settled) -> Settled {
        self.projects.extend(other.projects);
        self.problems.extend(other.problems);
        self.failed.extend(other.failed);
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
            let deferrals = next.plans.iter().flat_map(|one| &one.plan.deferrals);
            let (listed, moved): (Vec<_>, Vec<_>) = deferrals.partition(|deferral| deferral.way == Way::LazyModules);
            self.projects[0].push(Round {
                rewritings,
                further: listed.len() + moved.len(),
                listed: listed.len(),
            });
            goes_on = next.goes_on;
        }
        Ok(())
    }

    /// The texts so far, and what stood for the content of other files before.
    fn texts(&self, before: &[Overlay]) -> Vec<Overlay> {
        let rewritings = self.rewritings();
        let mut texts: Vec<Overlay> = rewritings.iter().map(Rewriting::overlay).collect();
        let is_edited = |overlay: &&Overlay| rewritings.iter().all(|one| one.path != overlay.path);
        texts.extend(before.iter().filter(is_edited).cloned());
        texts
    }

    /// Imports that are deferred because others are.
    pub fn further(&self) -> usize {
        self.projects.iter().flatten().map(|round| round.further).sum()
    }

    /// Those of them that are listed, for Python 3.15 and later.
    pub fn further_listed(&self) -> usize {
        self.projects.iter().flatten().map(|round| round.listed).sum()
    }

    /// The files, each from what it is now to where it ends.
    pub fn rewritings(&self) -> Vec<Rewriting> {
        let mut all: Vec<Rewriting> = Vec::new();
        for rewriting in self.projects.iter().flatten().flat_map(|round| &round.rewritings) {
            match all.iter_mut().find(|one| one.path == rewriting.path) {
                Some(one) => one.go_on_to(rewriting.clone()),
                None => all.push(rewriting.clone()),
            }
        }
        all.sort_by(|left, right| left.path.cmp(&right.path));
        all
    }

    /// Writes the rounds one after the other, so that what is there after each file rests on nothing that is not there yet; where a
    /// file of a round cannot be written, that round and the next ones are left. What remains was written.
    pub fn write(&mut self) -> Unwritten {
        let mut all = Unwritten::default();
        for rounds in &mut self.projects {
            let mut written = Vec::new();
            let mut is_whole = true;
            for mut round in std::mem::take(rounds) {
                if !is_whole {
                    all.for_want
                        .extend(round.rewritings.iter().map(|one| error(&one.path, None, RESTS)));
                    continue;
                }
                let unwritten = write_all(&mut round.rewritings);
                is_whole = unwritten.problems.is_empty();
                all.problems.extend(unwritten.problems);
                all.for_want.extend(unwritten.for_want);
                all.failed.extend(unwritten.failed);
                written.push(round);
            }
            *rounds = written;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::config::Settings;

    const MAIN: &str = "try:\n    from app.extra import Extra\nexcept ImportError:\n    Extra = None\nfrom app.work import go, helper\n\nONE = helper()\nONE += 1\n\n\ndef main():\n    return ONE, Extra.kind(), go\n";
    const WORK: &str =
        "import heavy\n\n\ndef helper():\n    return 1\n\n\ndef go(text):\n    return heavy.loads(text)\n";

    /// What `app.work` loads may only wait once the `try` around `app.extra` does, which is in a file behind it.
    fn program() -> (tempfile::TempDir, Settings) {
        let folder = tempfile::tempdir().unwrap();
        let files = [
            (
                "site/heavy.py",
                "def loads(text):\n    return [int(part) for part in text.split(',')]\n",
            ),
            ("src/app/__init__.py", ""),
            (
                "src/app/extra.py",
                "from app.work import helper\n\n\nclass Extra:\n    kind = staticmethod(helper)\n",
            ),
            ("src/app/main.py", MAIN),
            ("src/app/work.py", WORK),
        ];
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let root = folder.path().canonicalize().unwrap();
        let settings = Settings {
            src: Some(vec![root.join("src")]),
            search_path: vec![root.join("site")],
            heavy: Some(vec!["heavy".to_owned(), "app.extra".to_owned()]),
            root,
            ..Settings::default()
        };
        (folder, settings)
    }

    /// A program whose modules load each other in a circle: what one file defers is safe where the others do, too.
    fn circle() -> (tempfile::TempDir, Settings) {
        let folder = tempfile::tempdir().unwrap();
        let case = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/cases/ordering/cycle-that-works-from-one-side");
        for file in ["__init__", "catalog", "item", "session"] {
            let path = format!("src/app/{file}.py");
            std::fs::create_dir_all(folder.path().join("src/app")).unwrap();
            std::fs::copy(case.join(&path), folder.path().join(&path)).unwrap();
        }
        let root = folder.path().canonicalize().unwrap();
        let settings = Settings {
            src: Some(vec![root.join("src")]),
            heavy: Some(vec!["app.*".to_owned(), "*".to_owned()]),
            root,
            ..Settings::default()
        };
        (folder, settings)
    }

    #[test]
    fn files_that_need_each_other_are_written_together() {
        let (_folder, settings) = circle();
        let path = |name: &str| settings.root.join("src/app").join(name);
        let text = |name: &str| std::fs::read_to_string(path(name)).unwrap();
        let before = text("__init__.py");
        let saved = text("item.py") + "# mine\n";
        let (_, problems) = fix(&settings, || std::fs::write(path("item.py"), &saved).unwrap());
        assert_eq!(text("item.py"), saved);
        assert_eq!(text("__init__.py"), before, "it rests on what could not be written");
        assert_eq!(problems.len(), 1, "{problems:?}");
        // Now nothing is in the way; a run that is killed has not touched the package before the rest.
        let paths = [settings.root.join("src")];
        let request = Request::of(&settings, &paths);
        let settled = settle(&request, &analyse(&request).unwrap()).unwrap();
        let last = settled.rewritings().into_iter().max_by_key(|one| one.rank).unwrap();
        assert_eq!((last.path, settled.rewritings().len()), (path("__init__.py"), 4));
        let (written, problems) = fix(&settings, || ());
        assert_eq!((written, problems), (4, Vec::new()));
    }

    fn fix(settings: &Settings, meanwhile: impl Fn()) -> (usize, Vec<Problem>) {
        let paths: Vec<PathBuf> = vec![settings.root.join("src")];
        let request = Request::of(settings, &paths);
        let analysis = analyse(&request).unwrap();
        let settled = settle(&request, &analysis).unwrap();
        meanwhile();
        let (_, settled) = write(&request, (analysis, settled)).unwrap();
        (settled.rewritings().len(), settled.problems)
    }

    #[test]
    fn what_rests_on_an_edit_is_not_made_without_it() {
        let (_folder, settings) = program();
        let text = |name: &str| std::fs::read_to_string(settings.root.join("src/app").join(name)).unwrap();
        let saved = MAIN.replace("ONE = helper()", "ONE = helper()  # mine");
        let (written, problems) = fix(&settings, || {
            std::fs::write(settings.root.join("src/app/main.py"), &saved).unwrap();
        });
        assert_eq!(text("main.py"), saved);
        assert_eq!(text("work.py"), WORK, "it rests on what could not be written");
        assert_eq!((written, problems.len()), (0, 1), "{problems:?}");
        // Now nothing is in the way.
        let (written, problems) = fix(&settings, || ());
        assert_eq!((written, problems), (2, Vec::new()));
        assert!(text("main.py").contains("__getattr__") && !text("work.py").starts_with("import"));
    }
}
