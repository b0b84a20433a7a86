//! For each finding the least set of edits that is safe by itself and makes it go away, for editors and for reviews.
//!
//! A part of a safe set of edits need not be safe. So each set is put to the judge: the finding alone, with what moves together
//! with it; else all findings of its file; else all that there are.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use rustc_hash::FxHashMap;

use super::deciding::{decide_as, planned};
use super::helpers::Helpers;
use super::survey::Overlay;
use super::understanding::understand;
use super::{Analysis, Failure, Planned, Request, Rewriting, Understood, rewrite_all, shown, sites};
use crate::graph::{EdgeKey, ModuleId};
use crate::judge::{Judged, Selection};
use crate::verdict::{Changed, FilePlan, Finding, Fix, Fixes, ImportSite, Results, Why};

/// A fix, and the plans that it was made of.
type Made = (Arc<Fix>, BTreeMap<ModuleId, FilePlan>);

/// What an editor wants to know.
#[derive(Debug, Default)]
pub struct Insight {
    /// What was found in the whole project.
    pub analysis: Analysis,
    /// The fixes of the files that are open.
    pub fixes: Fixes,
    /// The imports of the files that are open.
    pub sites: Vec<ImportSite>,
}

/// The same for an editor: fixes and imports of the files that it shows.
///
/// # Errors
/// Those of [`super::analyse`].
pub fn analyse_for_editor(request: &Request<'_>, is_open: &dyn Fn(&Path) -> bool) -> Result<Insight, Failure> {
    let project = understand(request)?;
    let (analysis, fixes) = with_fixes(&project, request, is_open);
    Ok(Insight {
        analysis,
        fixes,
        sites: sites::sites(&project, is_open),
    })
}

/// Decides as [`super::analyse`] does, and says of each finding that is wanted what fixing it alone takes.
pub(super) fn with_fixes(
    project: &Understood<'_>,
    request: &Request<'_>,
    wanted: &dyn Fn(&Path) -> bool,
) -> (Analysis, Fixes) {
    let started = Instant::now();
    let judged = Judged::new(project.inputs());
    let mut analysis = decide_as(project, judged.as_ref(), &project.options.selection, started);
    let started = Instant::now();
    let mut fixes = Fixes::default();
    if let Some(judged) = &judged {
        let search = Search::new(project, judged, &analysis.results, request.overlays);
        search.run(&analysis, wanted, &mut fixes);
    }
    analysis.stages.push(("fixes", started.elapsed()));
    (analysis, fixes)
}

/// Where the import of a finding stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    module: ModuleId,
    key: EdgeKey,
}

struct Search<'a> {
    project: &'a Understood<'a>,
    judged: &'a Judged<'a>,
    overlays: &'a [Overlay],
    /// Of each finding that is an import, by number.
    places: BTreeMap<usize, Place>,
}

impl<'a> Search<'a> {
    fn new(
        project: &'a Understood<'a>,
        judged: &'a Judged<'a>,
        results: &Results,
        overlays: &'a [Overlay],
    ) -> Search<'a> {
        let modules: FxHashMap<PathBuf, ModuleId> = project
            .files
            .iter()
            .map(|(&id, file)| (shown(&file.path), id))
            .collect();
        let place = |finding: &Finding| {
            let module = *modules.get(&finding.path)?;
            let imports = &project.program.facts(module)?.imports;
            let import = imports.iter().position(|import| import.alias == finding.alias)?;
            let key = project.graph.key(module, import as u32)?;
            Some(Place { module, key })
        };
        let findings = results.findings.iter().enumerate();
        Search {
            project,
            judged,
            overlays,
            places: findings
                .filter_map(|(number, finding)| Some((number, place(finding)?)))
                .collect(),
        }
    }

    fn run(&self, analysis: &Analysis, wanted: &dyn Fn(&Path) -> bool, fixes: &mut Fixes) {
        // Findings that need each other share a set, which is judged once.
        let mut known: BTreeMap<Vec<(String, u32)>, Option<Made>> = BTreeMap::new();
        let working = std::env::current_dir().unwrap_or_default();
        let findings = analysis.results.findings.iter().enumerate();
        for (number, finding) in findings.filter(|(_, finding)| wanted(&working.join(&finding.path))) {
            let Some(&place) = self.places.get(&number) else {
                if let Some(fix) = self.of_stale(analysis, finding) {
                    fixes.insert(finding, Arc::new(fix));
                }
                continue;
            };
            if fixes.of_file(&finding.path).is_none() {
                let selection = self.judged.selection(self.of_file(place.module));
                if let Some((fix, plans)) = self.fix(&selection) {
                    let fix = Arc::new(fix);
                    fixes.insert_file(&finding.path, fix.clone());
                    known.insert(names(&selection), Some((fix, plans)));
                }
            }
            for keys in self.sets(place) {
                let selection = self.judged.selection(keys);
                let found = known
                    .entry(names(&selection))
                    .or_insert_with(|| self.fix(&selection).map(|(fix, plans)| (Arc::new(fix), plans)));
                let defers = |plans: &BTreeMap<ModuleId, FilePlan>| {
                    let own = plans.get(&place.module);
                    own.is_some_and(|plan| plan.deferrals.iter().any(|deferral| deferral.alias == finding.alias))
                };
                if let Some((fix, _)) = found.as_ref().filter(|(_, plans)| defers(plans)) {
                    fixes.insert(finding, fix.clone());
                    break;
                }
            }
        }
    }

    /// The sets to ask for, from the least.
    fn sets(&self, place: Place) -> [Vec<EdgeKey>; 3] {
        [
            vec![place.key],
            self.of_file(place.module),
            self.places.values().map(|other| other.key).collect(),
        ]
    }

    fn of_file(&self, module: ModuleId) -> Vec<EdgeKey> {
        let own = self.places.values().filter(|other| other.module == module);
        own.map(|other| other.key).collect()
    }

    /// What the judge makes of a selection; none where nothing is left of it, or its files cannot be rewritten.
    fn fix(&self, selection: &Selection) -> Option<(Fix, BTreeMap<ModuleId, FilePlan>)> {
        let plans = self.judged.plan(selection).files;
        let imports = plans.values().map(|plan| plan.deferrals.len()).sum();
        let changed = self.changed(
            &planned(self.project, Some(self.judged.before()), plans.clone()),
            &Helpers::new(),
        )?;
        Some((Fix { changed, imports }, plans))
    }

    /// What writes one stand-in again, or the helpers.
    fn of_stale(&self, analysis: &Analysis, finding: &Finding) -> Option<Fix> {
        let changed = match &finding.why {
            Why::Helper { .. } => self.changed(&[], &analysis.helpers)?,
            Why::Stale { .. } => {
                let whole = analysis.plans.iter().find(|plan| shown(&plan.path) == finding.path)?;
                let own = whole.plan.refreshes.iter();
                let plan = FilePlan {
                    module: whole.plan.module.clone(),
                    is_package: whole.plan.is_package,
                    refreshes: own.filter(|refresh| refresh.span == finding.alias).cloned().collect(),
                    style: whole.plan.style.clone(),
                    ..FilePlan::default()
                };
                let one = Planned {
                    path: whole.path.clone(),
                    plan,
                    text_hash: whole.text_hash,
                    helper: None,
                    rank: whole.rank,
                };
                self.changed(&[one], &Helpers::new())?
            }
            Why::Heavy { .. } | Why::Reaches { .. } | Why::Vain { .. } => return None,
        };
        Some(Fix { changed, imports: 0 })
    }

    fn changed(&self, plans: &[Planned], helpers: &Helpers) -> Option<Vec<Changed>> {
        let (rewritings, problems) = rewrite_all(plans, helpers, self.overlays);
        (problems.is_empty() && !rewritings.is_empty()).then(|| rewritings.iter().map(changed).collect())
    }
}

/// A selection as what tells it from others.
fn names(selection: &Selection) -> Vec<(String, u32)> {
    let Selection::Only(chosen) = selection else {
        return Vec::new();
    };
    let mut names: Vec<(String, u32)> = chosen.iter().cloned().collect();
    names.sort();
    names
}

/// A rewritten file as data.
pub fn changed(rewriting: &Rewriting) -> Changed {
    Changed {
        path: shown(Path::new(&rewriting.path)),
        before: rewriting.before.as_str().into(),
        after: rewriting.after.as_str().into(),
        is_new: rewriting.is_new,
        is_removed: rewriting.is_removed,
        bytes: rewriting.bytes_before(),
    }
}
