//! `dormant build`: compiles a program with Nuitka, runs it, and reports.
use std::path::{Path, PathBuf};

use super::Status;
use super::args::{BuildArgs, Dependencies};
use super::failure::Failure;
use super::output::Output;
use super::settings::Context;
use crate::measure::nuitka::{BuildError, BuildOrder, Hooks, analyze, build, hooks};
use crate::report::measure::{build as report, caches};
use crate::report::versioned;
use crate::{config, pipeline};

/// Where the caches are, below the project.
const CACHES: &str = ".dormant-build";

pub(super) fn run(context: &Context, form: &BuildArgs, output: &Output) -> Result<Status, Failure> {
    Ok(done(&order(context, form)?, form, output)?)
}

fn done(order: &BuildOrder, form: &BuildArgs, output: &Output) -> Result<Status, BuildError> {
    if form.analyze_cache {
        let found = analyze(order)?;
        let text = if form.json {
            versioned::render(&found)
        } else {
            caches::render(&found, output.style)
        };
        return Ok(output.data(&text));
    }
    if let Some(folder) = &form.pyinstaller_hooks {
        return Ok(output.data(&frozen(&hooks(order, folder)?)));
    }
    let progress = output.progress("compiling with Nuitka");
    let built = build(order, &mut |what| {
        output.detail(what);
        progress.tell(what);
    })?;
    drop(progress);
    let text = if form.json {
        versioned::render(&built)
    } else {
        report::render(&built, output.style)
    };
    let status = output.data(&text);
    let is_right = built.trial.as_ref().is_none_or(|trial| trial.is_right);
    Ok(if is_right { status } else { status.max(Status::Findings) })
}

/// What was written for PyInstaller, and how to run it.
fn frozen(written: &Hooks) -> String {
    let line = |hook: &PathBuf| format!("{}: {} named\n", hook.display(), written.named);
    let hooks = written.hooks.iter().map(line);
    hooks.chain([format!("{}\n", written.command.join(" "))]).collect()
}

fn order(context: &Context, form: &BuildArgs) -> Result<BuildOrder, Failure> {
    let settings = context.settings(std::slice::from_ref(&form.project))?;
    let rules = pipeline::known(&settings).map_err(|problem| Failure::content(&problem.path, problem.message))?;
    let tree = super::measure::tree(&form.project)?;
    let absolute = |path: &Path| std::path::absolute(path).map_err(Failure::file(path));
    let cache_dir = form
        .cache_dir
        .as_deref()
        .map_or_else(|| Ok(tree.folder.join(CACHES)), absolute)?;
    let python = form
        .python
        .clone()
        .or(settings.python)
        .unwrap_or_else(|| environment(&tree.folder));
    let trial = if form.trial.is_empty() {
        vec!["--help".to_owned()]
    } else {
        form.trial.clone()
    };
    Ok(BuildOrder {
        entry: form.entry.clone(),
        trial,
        scripts: config::scripts(&tree.folder),
        tree,
        mode: form.mode,
        bytecode_dependencies: form.dependencies == Dependencies::Bytecode,
        python,
        jobs: form.jobs,
        memory: form.memory,
        lto: form.lto,
        layers: form.cache.iter().flatten().copied().collect(),
        precompile: form.precompile.clone(),
        remote_cache: form.remote_cache.clone(),
        launcher: form.launcher,
        cache_dir,
        output_dir: absolute(&form.output_dir)?,
        include: form.include_module.clone(),
        options: form.nuitka_option.clone(),
        rules,
    })
}

/// The interpreter of the project's or the active virtual environment; `python3` of the path without.
fn environment(project: &Path) -> PathBuf {
    let active = std::env::var_os("VIRTUAL_ENV")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from);
    let candidates = active.into_iter().chain([project.join(".venv"), project.join("venv")]);
    let names = ["bin/python", "Scripts/python.exe"];
    candidates
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|python| python.is_file())
        .unwrap_or_else(|| "python3".into())
}
