//! Doing something again whenever a file changes.
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::context::Context;
use crate::project;

/// How often files are looked at.
const PAUSE: Duration = Duration::from_millis(250);

/// What tells one state of the files from another.
type State = Vec<(PathBuf, Option<SystemTime>, u64)>;

/// Waits until a Python file under the paths, or a configuration above them, is not what it was; `before` is what it was.
pub(super) fn changed(context: &Context, paths: &[PathBuf], before: &State) -> State {
    loop {
        let now = state(context, paths);
        if now != *before {
            return now;
        }
        std::thread::sleep(PAUSE);
    }
}

/// The state of the files.
pub(super) fn state(context: &Context, paths: &[PathBuf]) -> State {
    let settings = context.settings(paths).unwrap_or_default();
    let mut files = project::walk(paths, &settings.exclude, &settings.root).files;
    let folders: Vec<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    let folders = folders
        .into_iter()
        .chain(settings.file.as_deref().and_then(Path::parent))
        .chain([settings.root.as_path()]);
    let names = ["pyproject.toml", "dormant.toml", "setup.cfg", "setup.py"];
    let mut configurations: Vec<PathBuf> = folders.flat_map(|folder| names.map(|name| folder.join(name))).collect();
    files.append(&mut configurations);
    files.sort();
    files.dedup();
    let told = files.into_iter().filter_map(|file| {
        let metadata = file.metadata().ok()?;
        Some((file, metadata.modified().ok(), metadata.len()))
    });
    told.collect()
}
