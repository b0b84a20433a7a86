//! The projects under the given paths, each with its own configuration and so its own interpreter: a monorepo in one run.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::context::Context;
use super::failure::Failure;
use super::output::Output;
use super::status::Status;
use crate::config::{self, Settings};
use crate::pipeline;
use crate::process::interrupted;
use crate::project::{self, Walks};
use crate::verdict::Problem;

/// A project, and what of it is looked at.
pub(super) struct Project {
    pub settings: Settings,
    pub paths: Vec<PathBuf>,
}

/// What some paths belong to.
pub(super) struct Projects {
    /// The projects that can be looked at.
    pub sound: Vec<Project>,
    /// What is wrong with the configurations of the others.
    pub problems: Vec<Problem>,
}

/// The projects that the files under some paths belong to: each file to the nearest configuration upward.
///
/// # Errors
/// A configuration that is wrong, where there is no other.
pub(super) fn projects(context: &Context, walks: &Walks, paths: &[PathBuf]) -> Result<Projects, Failure> {
    // One that is wrong is told below, beside the others.
    let settings = match context.settings(paths) {
        Err(error) => paths
            .iter()
            .skip(1)
            .find_map(|path| context.settings(std::slice::from_ref(path)).ok())
            .ok_or(error)?,
        Ok(settings) => settings,
    };
    let one = |settings| Projects {
        sound: vec![Project {
            settings,
            paths: paths.to_vec(),
        }],
        problems: Vec::new(),
    };
    if context.config.is_some() {
        return Ok(one(settings));
    }
    let given: Vec<PathBuf> = paths
        .iter()
        .map(|path| project::absolute(path).unwrap_or_else(|_| path.clone()))
        .collect();
    let mut known = BTreeMap::new();
    // What is looked at of the project of each configuration.
    let mut groups: BTreeMap<Option<PathBuf>, Vec<PathBuf>> = BTreeMap::new();
    for path in &given {
        let folder = if path.is_dir() {
            Some(path.as_path())
        } else {
            path.parent()
        };
        let file = folder.and_then(|folder| nearest(folder, &mut known));
        groups.entry(file).or_default().push(path.clone());
    }
    let walked = walks.walk(paths, &settings.exclude, &settings.root);
    for folder in walked.files.iter().filter_map(|file| file.parent()) {
        let Some(file) = nearest(folder, &mut known) else {
            continue;
        };
        let own = file.parent().map(Path::to_path_buf).unwrap_or_default();
        let is_inside = given.iter().any(|path| own.starts_with(path) && own != *path);
        let looked_at = groups.entry(Some(file)).or_default();
        if is_inside && !looked_at.contains(&own) {
            looked_at.push(own);
        }
    }
    groups.retain(|_, paths| !paths.is_empty());
    if groups.len() <= 1 {
        return Ok(one(settings));
    }
    let folders: Vec<PathBuf> = groups
        .keys()
        .filter_map(|file| Some(file.as_ref()?.parent()?.to_path_buf()))
        .collect();
    let (mut sound, mut problems, mut first) = (Vec::new(), Vec::new(), None);
    for paths in groups.into_values() {
        match context.settings(&paths) {
            Ok(settings) => sound.push(Project {
                settings: without(settings, &folders),
                paths,
            }),
            Err(error) => {
                problems.push(Problem {
                    path: pipeline::shown(&error.path),
                    line: error.line,
                    message: error.message.clone(),
                    is_error: true,
                });
                first = first.or(Some(error));
            }
        }
    }
    if let (Some(error), true) = (first, sound.is_empty()) {
        return Err(error.into());
    }
    share(&mut sound);
    Ok(Projects { sound, problems })
}

/// What one project's configuration says for those that extend it, too, need not match in that project.
fn share(projects: &mut [Project]) {
    let extended: Vec<PathBuf> = projects
        .iter()
        .flat_map(|project| project.settings.extended.iter())
        .map(|path| real(path))
        .collect();
    for project in projects {
        let settings = &mut project.settings;
        if settings
            .file
            .as_deref()
            .is_some_and(|file| extended.contains(&real(file)))
        {
            settings.inherited = Settings::PATTERNS.to_vec();
        }
    }
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Settings that leave out the projects below their own.
fn without(mut settings: Settings, others: &[PathBuf]) -> Settings {
    let below = others
        .iter()
        .filter_map(|folder| folder.strip_prefix(&settings.root).ok());
    let patterns = below.filter(|path| !path.as_os_str().is_empty()).map(|path| {
        let text = path.to_string_lossy().replace('\\', "/");
        let special = |character: char| "*?[]!#\\".contains(character);
        let escaped = text
            .chars()
            .flat_map(|one| special(one).then_some('\\').into_iter().chain([one]));
        format!("/{}/", escaped.collect::<String>())
    });
    let patterns: Vec<String> = patterns.collect();
    settings.exclude.extend(patterns);
    settings
}

/// The nearest configuration upward from a folder. One that cannot be read is one, too.
fn nearest(folder: &Path, known: &mut BTreeMap<PathBuf, Option<PathBuf>>) -> Option<PathBuf> {
    if let Some(found) = known.get(folder) {
        return found.clone();
    }
    let found = match config::configuration_in(folder) {
        Ok(Some(file)) => Some(file),
        Ok(None) => folder.parent().and_then(|parent| nearest(parent, known)),
        Err(error) => Some(error.path),
    };
    known.insert(folder.to_path_buf(), found.clone());
    found
}

/// Does something for the project in the working folder; where nothing says what its entry points are, for each project below that
/// has some, in its folder. `one_only` is a wish that only one project can fulfil, such as `--save`.
///
/// # Errors
/// Those of what is done, a configuration that is wrong, and `one_only` with several projects.
pub(super) fn each_with_entry_points(
    context: &Context,
    has_command: bool,
    one_only: Option<&str>,
    output: &Output,
    run: &dyn Fn() -> Result<Status, Failure>,
) -> Result<Status, Failure> {
    let here = std::env::current_dir()?;
    let settings = context.settings(&[])?;
    let has_own = !settings.entry_points.is_empty() || settings.profile.is_some();
    if has_command || has_own || context.config.is_some() {
        return run();
    }
    let all = projects(context, &Walks::default(), std::slice::from_ref(&here))?;
    let mut below: Vec<PathBuf> = all
        .sound
        .into_iter()
        .filter(|project| !project.settings.entry_points.is_empty() && project.settings.root.starts_with(&here))
        .map(|project| project.settings.root)
        .collect();
    below.sort();
    below.dedup();
    if let (Some(wish), true) = (one_only, below.len() > 1) {
        return Err(Failure::Request(format!(
            "{wish} is about one project: run it in the folder of one of {}",
            below
                .iter()
                .map(|root| shown(root, &here))
                .collect::<Vec<_>>()
                .join(", ")
        )));
    }
    if below.is_empty() && all.problems.is_empty() {
        return run();
    }
    let mut status = output.problems(&all.problems);
    for root in below {
        output.say(&format!("{}:", shown(&root, &here)));
        std::env::set_current_dir(&root)?;
        let done = run();
        std::env::set_current_dir(&here)?;
        status = status.max(match done {
            Err(failure) if !interrupted() => {
                output.error(&failure.words());
                Status::Failed
            }
            done => done?,
        });
    }
    Ok(status)
}

fn shown(root: &Path, here: &Path) -> String {
    root.strip_prefix(here).unwrap_or(root).display().to_string()
}
