//! A build from beginning to end.
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::super::compilation::{Built, CacheReport, Layer, Mode};
use super::arguments;
use super::caches::{self, Folders, with_layers};
use super::entry::{self, Entry};
use super::fresh::{self, Fresh};
use super::{BuildError, BuildOrder, dynamic, failure, files, key, looked, precompiled, reports, stages, tools, trial};
use crate::process::{Done, Job};

/// A build of a large program takes minutes on a good machine, hours on a bad one.
const LIMIT: Duration = Duration::from_secs(6 * 3600);

/// Builds, and runs the result. `told` is called with what is being done, for people.
///
/// # Errors
/// What is missing, an entry that is none, Nuitka's failure. A result that does not run is data.
pub fn build(order: &BuildOrder, told: &mut dyn FnMut(&str)) -> Result<Built, BuildError> {
    told("looking for Nuitka and a C compiler");
    let tools = tools::find(&order.python, order.mode, &order.layers)?;
    let folders = Folders::new(order);
    std::fs::create_dir_all(&folders.root).map_err(|error| failure(&folders.root, &error))?;
    let _lock = fresh::lock(
        &folders.root.join("lock"),
        "another build uses these caches; wait for it, or give another --cache-dir",
    )?;
    let building = Fresh::make(&folders.fresh)?;
    folders.prepare()?;
    let entry = entry::find(order, &folders.root.join("entry"))?;
    let found = looked::found(order, &tools.python.site);
    let deciding = arguments::deciding(order, &found);
    let key = key::key(&tools, &deciding, &order.tree.folder, &order.tree.path());
    let changed = folders.last_key().map(|last| key::changes(&last, &key));
    let base = caches::base(&order.tree.folder, &folders.fresh);
    let metadata = folders.root.join("metadata");
    dynamic::write(&found.distributions, &metadata)?;
    let mut first = vec![metadata];
    first.extend(precompiled::folders(order, &tools, &folders, &base, told)?);
    told("compiling; this takes minutes without caches");
    let done = nuitka(order, &deciding, &folders, &base, &first, &entry)?;
    let result = result(&folders.fresh, &entry, order.mode, &tools.python.suffix)?;
    let c_times = reports::c_times(&folders.fresh);
    let report = reports::report(&std::fs::read_to_string(folders.fresh.join("report.xml")).unwrap_or_default());
    let c_cache = order
        .layers
        .contains(&Layer::Ccache)
        .then(|| std::fs::read_to_string(folders.log()).ok());
    let program = moved(&result, &entry.name, order.mode, &order.output_dir)?;
    // Next to the result; the rest of what was built goes.
    let kept = order.output_dir.join(format!("{}.report.xml", entry.name));
    let _ = std::fs::rename(folders.fresh.join("report.xml"), kept);
    drop(building);
    folders.remember(&key)?;
    told("running the result");
    let trial = trial::run(order, &entry, &program)?;
    let shipped = if order.mode == Mode::Standalone {
        program.parent().unwrap_or(&program)
    } else {
        &program
    };
    Ok(Built {
        entry: order.entry.clone(),
        mode: order.mode,
        nuitka: tools.python.nuitka.clone().unwrap_or_default(),
        program: program.display().to_string(),
        stages: stages::stages(&done, c_times, tools.python.nuitka.as_deref().unwrap_or_default()),
        c_cache: c_cache.flatten().map(|log| caches::counted(&log)),
        peak_bytes: done.usage.group_peak_bytes,
        program_bytes: program.metadata().map_or(0, |data| data.len()),
        total_bytes: files::size(shipped).1,
        compiled_modules: report.compiled,
        bytecode_modules: report.bytecode,
        by_name: found.by_name,
        key,
        changed,
        held: folders.held(&order.layers),
        trial: Some(trial),
        warnings: tools.warnings,
    })
}

/// Builds nothing: the key, what changed since the last build, and what the caches hold.
///
/// # Errors
/// Where a tool is missing whose version is part of the key.
pub fn analyze(order: &BuildOrder) -> Result<CacheReport, BuildError> {
    let tools = tools::find(&order.python, order.mode, &order.layers)?;
    let folders = Folders::new(order);
    let deciding = arguments::deciding(order, &looked::found(order, &tools.python.site));
    let key = key::key(&tools, &deciding, &order.tree.folder, &order.tree.path());
    Ok(CacheReport {
        changed: folders.last_key().map(|last| key::changes(&last, &key)),
        key,
        held: folders.held(&order.layers),
        warnings: tools.warnings,
    })
}

fn nuitka(
    order: &BuildOrder,
    deciding: &[String],
    folders: &Folders,
    base: &Path,
    first: &[PathBuf],
    entry: &Entry,
) -> Result<Done, BuildError> {
    let path = std::env::join_paths(
        first
            .iter()
            .cloned()
            .chain(std::env::split_paths(&order.tree.python_path())),
    );
    let job = Job::new(&order.python)
        .args(["-m", "nuitka"])
        .args(arguments::whole(deciding, order, &folders.fresh, entry))
        .env("PYTHONPATH", path.unwrap_or_default())
        // Its own sources are compiled anew at each start without.
        .env_remove("PYTHONDONTWRITEBYTECODE")
        // What it says is to come when it says it.
        .env("PYTHONUNBUFFERED", "1")
        .timeout(LIMIT)
        .sampling_group()
        .timing_output();
    let done = with_layers(job, folders, &order.layers, base).run()?;
    // Not in the folder that goes.
    let log = order.output_dir.join(format!("{}.nuitka.log", entry.name));
    if !done.ending.is_success() {
        return Err(nuitka_failed(&done, &log));
    }
    let _ = std::fs::write(&log, said(&done));
    Ok(done)
}

fn said(done: &Done) -> String {
    format!("{}{}", done.stdout.text(), done.stderr.text())
}

/// What a failed run of Nuitka says, its whole log kept in a file.
pub(super) fn nuitka_failed(done: &Done, log: &Path) -> BuildError {
    let text = said(done);
    let _ = std::fs::write(log, &text);
    // The command line is long, and no news.
    let is_news = |line: &&str| !line.trim().is_empty() && !line.starts_with("Nuitka-Options:");
    let lines: Vec<&str> = text.lines().filter(is_news).collect();
    BuildError::Nuitka {
        ending: done.ending.to_string(),
        last: lines[lines.len().saturating_sub(8)..].join("\n"),
        log: log.to_owned(),
    }
}

/// What was made: the program in its folder, the one file, or the module.
fn result(fresh: &Path, entry: &Entry, mode: Mode, suffix: &str) -> Result<PathBuf, BuildError> {
    let program = arguments::program_name(&entry.name);
    let stem = entry.script.file_stem().unwrap_or_default().to_string_lossy();
    let candidates = match mode {
        Mode::Standalone => vec![fresh.join(format!("{stem}.dist")).join(program)],
        Mode::Onefile => vec![fresh.join(program)],
        Mode::Module => [suffix, ".so", ".pyd"]
            .map(|end| fresh.join(format!("{stem}{end}")))
            .to_vec(),
    };
    let found = candidates.iter().find(|path| path.is_file()).cloned();
    found.ok_or_else(|| failure(&candidates[0], &"Nuitka ended well and did not make it"))
}

/// Puts the result in place of an older one; gives the place of the program.
fn moved(result: &Path, name: &str, mode: Mode, output: &Path) -> Result<PathBuf, BuildError> {
    let file = result.file_name().unwrap_or_default();
    match result.parent().filter(|_| mode == Mode::Standalone) {
        Some(folder) => {
            let place = output.join(format!("{name}.dist"));
            fresh::replace(folder, &place)?;
            Ok(place.join(file))
        }
        None => {
            let place = output.join(file);
            fresh::replace(result, &place)?;
            Ok(place)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_replaces_an_older_one_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let entry = Entry {
            name: "app".into(),
            script: "/e/app-program.py".into(),
        };
        let program = arguments::program_name("app");
        let output = folder.path().join("dist");
        std::fs::create_dir(&output).unwrap();
        let make = |text: &str| {
            let dist = folder.path().join("fresh/app-program.dist");
            std::fs::create_dir_all(&dist).unwrap();
            std::fs::write(dist.join(&program), text).unwrap();
            let found = result(&folder.path().join("fresh"), &entry, Mode::Standalone, ".so").unwrap();
            moved(&found, "app", Mode::Standalone, &output).unwrap()
        };
        assert_eq!(make("one"), output.join("app.dist").join(&program));
        std::fs::write(output.join("app.dist/stale"), "").unwrap();
        let placed = make("two");
        assert_eq!(std::fs::read_to_string(placed).unwrap(), "two");
        assert!(!output.join("app.dist/stale").exists() && !output.join(".old-app.dist").exists());
    }
}
