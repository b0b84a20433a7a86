//! The projects under the given paths, each with its own configuration and so its own interpreter: a monorepo in one run.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Status;
use super::failure::Failure;
use super::output::Output;
use super::settings::Context;
use crate::config::{self, ConfigError, Settings};
use crate::project::{self, Walks};

/// A project, and what of it is looked at.
pub(super) struct Project {
    pub settings: Settings,
    pub paths: Vec<PathBuf>,
}

/// The projects that the files under some paths belong to: each file to the nearest configuration upward.
pub(super) fn projects(context: &Context, walks: &Walks, paths: &[PathBuf]) -> Result<Vec<Project>, Failure> {
    let settings = context.settings(paths)?;
    let one = |settings| {
        vec![Project {
            settings,
            paths: paths.to_vec(),
        }]
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
        let file = folder.map(|folder| nearest(folder, &mut known)).transpose()?.flatten();
        groups.entry(file).or_default().push(path.clone());
    }
    let walked = walks.walk(paths, &settings.exclude, &settings.root);
    for folder in walked.files.iter().filter_map(|file| file.parent()) {
        let Some(file) = nearest(folder, &mut known)? else {
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
    groups
        .into_values()
        .map(|paths| {
            let settings = without(context.settings(&paths)?, &folders);
            Ok(Project { settings, paths })
        })
        .collect()
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

/// The nearest configuration upward from a folder.
fn nearest(folder: &Path, known: &mut BTreeMap<PathBuf, Option<PathBuf>>) -> Result<Option<PathBuf>, ConfigError> {
    if let Some(found) = known.get(folder) {
        return Ok(found.clone());
    }
    let found = match config::configuration_in(folder)? {
        Some(file) => Some(file),
        None => match folder.parent() {
            Some(parent) => nearest(parent, known)?,
            None => None,
        },
    };
    known.insert(folder.to_path_buf(), found.clone());
    Ok(found)
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
    let mut below: Vec<PathBuf> = projects(context, &Walks::default(), std::slice::from_ref(&here))?
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
    if below.is_empty() {
        return run();
    }
    let mut status = Status::Clean;
    for root in below {
        output.say(&format!("{}:", shown(&root, &here)));
        std::env::set_current_dir(&root)?;
        let done = run();
        std::env::set_current_dir(&here)?;
        status = status.max(done?);
    }
    Ok(status)
}

fn shown(root: &Path, here: &Path) -> String {
    root.strip_prefix(here).unwrap_or(root).display().to_string()
}
