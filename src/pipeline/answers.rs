//! What a run printed, kept for the next one: where nothing that it rests on has changed, it is the answer again, and nothing
//! is read or judged.
//!
//! It rests on the build of dormant, the settings and the environment; on the files of the project, their names and states;
//! and on what each name leads to that the project asked for, be it that there is no such module. All of that is looked up
//! again, and compared by a digest.
use std::hash::Hash;

use serde::{Deserialize, Serialize};

use super::asked::{Asked, Sum, now};
use super::load::resolver;
use super::{Analysis, Prepared};
use crate::project::{keep_whole, kept_whole, stamp_of};
use crate::verdict::Fixes;

/// More answers about one project than this are not kept.
const MOST_ANSWERS: usize = 8;

/// What the answer about one project rests on.
#[derive(Debug, Serialize, Deserialize)]
struct Basis {
    /// A digest of its files' names and states.
    project: [u8; 32],
    /// A digest of what is in them; none where it is not known for sure.
    contents: Option<[u8; 32]>,
    answers: [u8; 32],
    asked: Asked,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    bases: Vec<Basis>,
    printed: Vec<u8>,
}

/// A run over projects that prints in some form, and where its answers are kept.
#[derive(Debug)]
pub struct Question<'p, 'r, 'a> {
    projects: &'p [Prepared<'r, 'a>],
    /// The file, and the beginning of the names of all files about the projects; none where nothing is kept.
    name: Option<(String, String)>,
}

impl<'p, 'r, 'a> Question<'p, 'r, 'a> {
    /// The question of a run that prints in some form.
    pub fn new(projects: &'p [Prepared<'r, 'a>], form: &str) -> Self {
        Question {
            projects,
            name: name(projects, form),
        }
    }

    /// What the last run that printed in this form printed, if this one would print the same.
    pub fn answer(&self) -> Option<Vec<u8>> {
        let (name, _) = self.name.as_ref()?;
        let mut kept: Kept = postcard::from_bytes(&kept_whole(name)?).ok()?;
        if kept.bases.len() != self.projects.len() {
            return None;
        }
        let mut is_touched = false;
        for (basis, project) in kept.bases.iter_mut().zip(self.projects) {
            let states = digest(&project.survey);
            if basis.project != states {
                // A checkout writes files again that are the same.
                basis.contents.filter(|_| basis.contents == project.survey.contents())?;
                basis.project = states;
                is_touched = true;
            }
            if !basis.holds(project) {
                return None;
            }
        }
        if is_touched {
            self.keep(&kept);
        }
        Some(kept.printed)
    }

    fn keep(&self, kept: &Kept) {
        // What cannot be kept is found out again.
        if let (Some((name, family)), Ok(bytes)) = (&self.name, postcard::to_stdvec(kept)) {
            keep_whole(name, &bytes, family, MOST_ANSWERS);
        }
    }

    /// Decides about every import of every project, and keeps what `print` makes of it for the next run.
    pub fn analyse(&self, with_fixes: bool, print: impl FnOnce(&Analysis, &Fixes) -> Option<Vec<u8>>) -> Analysis {
        let (mut analysis, mut fixes) = (Analysis::default(), Fixes::default());
        let mut bases = Vec::new();
        for project in self.projects {
            let (found, asked) = if with_fixes {
                let (found, own, asked) = project.look_with_fixes();
                fixes.join(own);
                (found, asked)
            } else {
                project.look()
            };
            analysis = analysis.join(found);
            // What is kept holds for the states of files before they were read.
            if self.name.is_some() {
                bases.push(Basis::new(project, asked));
            }
        }
        let printed = print(&analysis, &fixes);
        if let Some(printed) = printed {
            self.keep(&Kept { bases, printed });
        }
        analysis
    }
}

impl Basis {
    fn new(project: &Prepared<'_, '_>, asked: Asked) -> Self {
        Basis {
            project: digest(&project.survey),
            contents: project.survey.contents(),
            answers: asked.answers.clone().bytes(),
            asked,
        }
    }

    /// Whether what the project asked for outside of it is as it was.
    fn holds(&self, project: &Prepared<'_, '_>) -> bool {
        let resolver = resolver(
            project.request.settings,
            &project.environment,
            &project.survey,
            &self.asked,
        );
        // One thread: to wake others takes more than they would save.
        let mut answers = Sum::default();
        for name in &self.asked.names {
            now(&resolver, name).hash(&mut answers);
        }
        answers.bytes() == self.answers
    }
}

fn digest(value: &impl Hash) -> [u8; 32] {
    let mut sum = Sum::default();
    value.hash(&mut sum);
    sum.bytes()
}

/// Where the answer is kept; what it rests on besides the names and states of files is in the name.
fn name(projects: &[Prepared<'_, '_>], form: &str) -> Option<(String, String)> {
    let build = std::env::current_exe().ok()?;
    let (mut sum, mut family) = (Sum::default(), Sum::default());
    (env!("CARGO_PKG_VERSION"), stamp_of(&build)?, &build).hash(&mut sum);
    (std::env::current_dir().ok()?, form).hash(&mut sum);
    for project in projects {
        let (request, settings) = (project.request, project.request.settings);
        let is_kept = request.use_cache && request.overlays.is_empty() && settings.rules.is_empty();
        if !is_kept || super::evidence::is_used(settings) {
            return None;
        }
        (
            request.paths,
            request.allow_unsafe,
            request.assurance,
            request.all_reasons,
        )
            .hash(&mut sum);
        format!("{settings:?} {:?} {:?}", project.options, project.environment).hash(&mut sum);
        settings.root.hash(&mut family);
    }
    let family = format!("answer-{}-", family.hex());
    Some((format!("{family}{}", sum.hex()), family))
}
