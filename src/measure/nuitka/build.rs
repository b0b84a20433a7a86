//! A build from beginning to end.
use std::path::{Path, PathBuf};

use super::super::compilation::{Built, CCache, CacheReport, Mode, Parallel};
use super::super::worth::Layer;
use super::c_tool::{self, CTool};
use super::caches::{self, Folders};
use super::entry::{self, Entry};
use super::fresh::{self, Fresh};
use super::history::{self, Record};
use super::memory::{self, Bounds};
use super::run::{self, Workplace};
use super::tools::{self, Tools};
use super::{
    BuildError, BuildOrder, arguments, c_cache, dynamic, failure, files, key, looked, precompiled, reports, sharing,
    stages, trial, worth,
};
use crate::process::{Done, available_bytes};

/// Builds, and runs the result. `told` is called with what is being done, for people.
///
/// # Errors
/// What is missing, an entry that is none, Nuitka's failure. A result that does not run is data.
pub fn build(order: &BuildOrder, told: &mut dyn FnMut(&str)) -> Result<Built, BuildError> {
    told("looking for Nuitka and a C compiler");
    let tools = tools::find(order)?;
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
    let earlier = history::read(&folders.root);
    let parallel = parallel(order, &earlier);
    let workplace = Workplace {
        order,
        folders: &folders,
        base: &caches::base(&order.tree.folder, &folders.fresh),
        c_tool: &tools.c_tool,
        parallel: &parallel,
    };
    let metadata = folders.root.join("metadata");
    dynamic::write(&found.distributions, &metadata)?;
    let beforehand = precompiled::folders(&workplace, &tools, told)?;
    told("compiling; this takes minutes without caches");
    let first = [vec![metadata], beforehand.folders].concat();
    let log = order.output_dir.join(format!("{}.nuitka.log", entry.name));
    let arguments = arguments::whole(&deciding, order, &parallel, &folders.fresh, &entry);
    let done = workplace.run(&arguments, &first, &log)?;
    let result = result(&folders.fresh, &entry, order.mode, &tools.python.suffix)?;
    let c_times = reports::c_times(&folders.fresh);
    let report = reports::report(&std::fs::read_to_string(folders.fresh.join("report.xml")).unwrap_or_default());
    let c_cache = c_cache(order, &folders, &tools.c_tool, &done);
    let shared = sharing::shared(order, &folders);
    let program = moved(&result, &entry.name, order.mode, &order.output_dir)?;
    // Next to the result; the rest of what was built goes.
    let kept = order.output_dir.join(format!("{}.report.xml", entry.name));
    let _ = std::fs::rename(folders.fresh.join("report.xml"), kept);
    drop(building);
    folders.remember(&key)?;
    let nuitka = tools.python.nuitka.clone().unwrap_or_default();
    let stages = stages::stages(&done, c_times, &nuitka);
    let folder = order.tree.folder.display().to_string();
    let last_folder = earlier.last().map(|record| record.folder.as_str());
    let record = Record {
        entry: order.entry.clone(),
        kind: history::kind(changed.as_deref(), last_folder, &folder, c_cache.as_ref()),
        folder,
        layers: order.layers.clone(),
        nuitka: nuitka.clone(),
        cpu_s: done.usage.cpu().as_secs_f64(),
        wall_s: done.usage.wall.as_secs_f64(),
        analysis_s: history::cpu_of(&stages, stages::ANALYSIS),
        compiling_s: history::cpu_of(&stages, stages::COMPILING),
        c_cache: c_cache.as_ref().map(|cache| (cache.hits, cache.misses)),
        nuitka_bytes: report.held_bytes,
        // On other hosts it is theirs.
        compiler_bytes: (c_times.and_then(|times| times.peak_bytes).or(done.usage.peak_bytes))
            .filter(|_| order.launcher.is_none()),
        beforehand_s: beforehand.cpu_s,
    };
    history::add(&folders.root, record)?;
    told("running the result");
    let trial = trial::run(order, &entry, &program)?;
    let shipped = if order.mode == Mode::Standalone {
        program.parent().unwrap_or(&program)
    } else {
        &program
    };
    let excused = c_cache
        .as_ref()
        .filter(|_| changed.as_deref() == Some(&[]))
        .and_then(|cache| c_cache::missed_without_change(cache, &nuitka));
    Ok(Built {
        entry: order.entry.clone(),
        mode: order.mode,
        nuitka,
        program: program.display().to_string(),
        stages,
        c_cache,
        parallel,
        shared,
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
        advice: excused.into_iter().chain(commercial(&tools)).collect(),
        warnings: warnings(order, tools),
    })
}

/// Builds nothing: the key, what changed since the last build, what the caches hold, and what they are worth.
///
/// # Errors
/// Where a tool is missing whose version is part of the key.
pub fn analyze(order: &BuildOrder) -> Result<CacheReport, BuildError> {
    let tools = tools::find(order)?;
    let folders = Folders::new(order);
    let deciding = arguments::deciding(order, &looked::found(order, &tools.python.site));
    let key = key::key(&tools, &deciding, &order.tree.folder, &order.tree.path());
    let earlier = history::read(&folders.root);
    Ok(CacheReport {
        changed: folders.last_key().map(|last| key::changes(&last, &key)),
        key,
        held: folders.held(&order.layers),
        seen: worth::seen(&earlier, &order.entry),
        worth: worth::layers(&earlier, &order.entry),
        advice: vec![commercial(&tools).unwrap_or_else(|| {
            "Nuitka commercial is not installed: it is a paid edition that adds protection of code and data".to_owned()
        })],
        warnings: warnings(order, tools),
    })
}

fn warnings(order: &BuildOrder, tools: Tools) -> Vec<String> {
    tools.warnings.into_iter().chain(precompiled::why_not(order)).collect()
}

/// What the commercial edition has to offer is said where it is installed.
fn commercial(tools: &Tools) -> Option<String> {
    tools.python.is_commercial.then(|| {
        format!(
            "Nuitka commercial is installed: `{} -m nuitka --plugin-list` names its plugins, and --nuitka-option takes its options",
            tools.python.executable.display()
        )
    })
}

/// How many compilers may run: of what is free here, or as many as the other hosts take.
fn parallel(order: &BuildOrder, earlier: &[Record]) -> Parallel {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let slots = order.launcher.and_then(sharing::slots);
    let bounds = Bounds {
        given: order.memory,
        free: if order.launcher.is_some() {
            None
        } else {
            available_bytes()
        },
        jobs: order.jobs,
        cores: slots.unwrap_or(u16::try_from(cores).unwrap_or(u16::MAX)),
    };
    memory::parallel(bounds, history::peaks(earlier, &order.entry))
}

fn c_cache(order: &BuildOrder, folders: &Folders, c_tool: &CTool, done: &Done) -> Option<CCache> {
    if !order.layers.contains(&Layer::Ccache) {
        return None;
    }
    match c_tool {
        CTool::Clcache => c_tool::clcache_counted(&run::said(done)),
        CTool::Sccache(_) => None,
        CTool::Ccache | CTool::Fetched | CTool::None => {
            let log = std::fs::read_to_string(folders.log()).ok()?;
            Some(c_cache::counted(&log))
        }
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
