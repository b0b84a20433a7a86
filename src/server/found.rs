//! What is found in one folder of the editor.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::cost::Costs;
use crate::config::{self, ConfigError, Overrides};
use crate::pipeline::{self, Insight, Overlay, Request};
use crate::profile::FileError;
use crate::project::Source;
use crate::verdict::{Blocked, Finding, Fix, ImportSite, Problem};

/// Where a profile is looked for where the settings name none.
const PROFILE: &str = ".dormant/profile.json";

/// What is known of a folder.
pub struct Found {
    insight: Insight,
    costs: Option<Costs>,
    /// Paths in results are relative to it.
    working: PathBuf,
}

/// Why nothing is known of a folder.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    /// Its configuration cannot be read.
    #[error(transparent)]
    Settings(#[from] ConfigError),
    /// It cannot be looked at.
    #[error(transparent)]
    Analysis(#[from] pipeline::Failure),
    /// Its profile cannot be read.
    #[error(transparent)]
    Profile(#[from] FileError),
    /// A panic.
    #[error("dormant failed at this; that is a fault of its own")]
    Fault,
}

/// Looks at a folder, with the texts of open files in the place of what is saved.
///
/// # Errors
/// A configuration or a profile that cannot be read.
pub fn look(folder: &Path, job: &Job) -> Result<Found, LookError> {
    let settings = config::load(folder, None, &Overrides::default())?;
    let inside = job.open.iter().filter(|(path, _)| path.starts_with(folder));
    let overlays: Vec<Overlay> = inside
        .map(|(path, text)| Overlay {
            path: path.clone(),
            bytes: bytes(path, text),
        })
        .collect();
    let paths = [folder.to_owned()];
    let request = Request {
        overlays: &overlays,
        use_cache: true,
        ..Request::of(&settings, &paths)
    };
    let insight = pipeline::analyse_for_editor(&request, &|path| job.open.contains_key(path))?;
    let own = settings.root.join(PROFILE);
    let profile = settings.profile.clone().or_else(|| own.is_file().then_some(own));
    let costs = match profile {
        Some(path) => {
            let profile = crate::profile::load(&path)?;
            Some(Costs::new(&profile))
        }
        None => None,
    };
    Ok(Found {
        insight,
        costs,
        working: std::env::current_dir().unwrap_or_default(),
    })
}

/// A text as the file would hold it.
fn bytes(path: &Path, text: &str) -> Vec<u8> {
    let saved = Source::read(path).ok().and_then(|source| source.encode(text).ok());
    saved.unwrap_or_else(|| text.as_bytes().to_vec())
}

impl Found {
    /// The absolute form of a path in the results.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        self.working.join(path)
    }

    /// The findings in a file.
    pub fn findings<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Finding> {
        let all = self.insight.analysis.results.findings.iter();
        all.filter(move |finding| self.absolute(&finding.path) == path)
    }

    /// What stays in a file.
    pub fn blocked<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Blocked> {
        let all = self.insight.analysis.results.blocked.iter();
        all.filter(move |blocked| self.absolute(&blocked.path) == path)
    }

    /// What is wrong with a file.
    pub fn problems<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Problem> {
        let all = self.insight.analysis.results.problems.iter();
        all.filter(move |problem| self.absolute(&problem.path) == path)
    }

    /// The imports of a file that is open.
    pub fn sites<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a ImportSite> {
        self.insight.sites.iter().filter(move |site| site.path == path)
    }

    /// What fixes a finding in an open file, alone.
    pub fn fix(&self, finding: &Finding) -> Option<&Fix> {
        self.insight.fixes.of(finding)
    }

    /// What defers all that can be in an open file.
    pub fn file_fix(&self, path: &Path) -> Option<&Fix> {
        let finding = self.findings(path).next()?;
        self.insight.fixes.of_file(&finding.path)
    }

    /// What imports cost, where there is a profile.
    pub fn costs(&self) -> Option<&Costs> {
        self.costs.as_ref()
    }
}

/// What is to be looked at.
#[derive(Debug, Clone, Default)]
pub struct Job {
    /// Counts the states of the editor.
    pub state: u64,
    /// The projects' folders.
    pub folders: Vec<PathBuf>,
    /// The texts of the files that are open.
    pub open: BTreeMap<PathBuf, String>,
}
