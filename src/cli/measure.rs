//! `dormant measure`: start-up under several runners, before and after.
use std::path::{Path, PathBuf};

use super::Status;
use super::args::{MeasureArgs, MeasureFormat};
use super::failure::Failure;
use super::output::Output;
use super::settings::Context;
use super::subject;
use crate::config::{self, ConfigError, Settings};
use crate::measure::model::{Measurement, Sides};
use crate::measure::{Limits, Order, Runner, Tree, measure, saved};
use crate::report::measure as report;

pub(super) fn run(context: &Context, form: &MeasureArgs, output: &Output) -> Result<Status, Failure> {
    let settings = context.settings(&[])?;
    let mut commands = subject::commands(&form.words, &settings)?;
    if commands.is_empty() {
        return Err(Failure::Request(
            "nothing to measure: give a command after `--`, or `entry-points` in the configuration".to_owned(),
        ));
    }
    if commands.len() > 1 && is_one_object(form) {
        return Err(Failure::Request(
            "this format is about one command: give one of the `entry-points` after `--`".to_owned(),
        ));
    }
    let mut status = Status::Clean;
    for (at, (_, words)) in commands.drain(..).enumerate() {
        if at > 0 {
            status = status.max(output.data("\n"));
        }
        let words = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        status = status.max(one(words, form, &settings, output)?);
    }
    Ok(status)
}

/// Whether what is printed is one object about one command.
pub(super) fn is_one_object(form: &MeasureArgs) -> bool {
    matches!(form.output_format, MeasureFormat::Json | MeasureFormat::Html)
}

/// Measures one command.
fn one(words: Vec<String>, form: &MeasureArgs, settings: &Settings, output: &Output) -> Result<Status, Failure> {
    let order = order(words, form, settings)?;
    let progress = output.progress("starting the command again and again");
    let measured = measure(&order, &mut |what| {
        output.detail(what);
        progress.tell(what);
    })?;
    drop(progress);
    let status = output.data(&rendered(&measured, form.output_format, output));
    if !has_numbers(&measured) {
        return Err(Failure::Request("no runner could run the command".to_owned()));
    }
    if measured.failed() {
        for gate in measured.gates.iter().filter(|gate| !gate.is_kept) {
            output.say(&format!("{} failed: {}", gate.flag, gate.message));
        }
        return Ok(status.max(Status::Findings));
    }
    Ok(status)
}

fn has_numbers(measured: &Measurement) -> bool {
    measured
        .rows
        .iter()
        .any(|row| row.sides.before.is_some() || row.sides.after.is_some())
}

fn order(words: Vec<String>, form: &MeasureArgs, settings: &Settings) -> Result<Order, Failure> {
    let tree = |folder: &Option<PathBuf>| folder.as_deref().map(tree).transpose();
    let baseline = form.baseline.as_deref().map(saved).transpose()?;
    let absolute = |path: &Option<PathBuf>| {
        path.as_ref()
            .map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()))
    };
    let has_compiled = form.compiled_before.is_some() || form.compiled_after.is_some();
    let possible = |runner: &Runner| match runner {
        Runner::Cold => false,
        Runner::Nuitka => has_compiled,
        Runner::Lazy => form.lazy_python.is_some(),
        Runner::Python | Runner::Console | Runner::Uv => true,
    };
    let project = form.after.as_deref().unwrap_or(&settings.root);
    Ok(Order {
        words,
        python: form.python.clone().or_else(|| settings.python.clone()),
        scripts: config::scripts(project),
        trees: Sides {
            before: tree(&form.before)?,
            after: tree(&form.after)?,
        },
        within: None,
        is_brief: false,
        compiled: Sides {
            before: absolute(&form.compiled_before),
            after: absolute(&form.compiled_after),
        },
        lazy_python: form.lazy_python.clone(),
        runners: form
            .runners
            .clone()
            .unwrap_or_else(|| Runner::ALL.into_iter().filter(possible).collect()),
        runs: form.runs as usize,
        may_fail: form.ignore_failure,
        limits: Limits {
            budget_ms: form.budget_ms.or(settings.budget_ms),
            max_regression: form.max_regression,
            max_modules: form.max_modules,
        },
        baseline,
    })
}

/// A tree with the folders that its own configuration names.
pub(super) fn tree(folder: &Path) -> Result<Tree, ConfigError> {
    let settings = config::load(folder, None, &config::Overrides::default())?;
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    // `.` and `..` out of the way: the folder is compared with others.
    let folder = folder.canonicalize().unwrap_or(folder);
    // The settings of a project around the tree say nothing about the tree.
    let is_own = settings.root.canonicalize().is_ok_and(|root| root == folder);
    let source = folder.join("src");
    let guessed = || {
        if source.is_dir() {
            source.clone()
        } else {
            folder.clone()
        }
    };
    Ok(Tree {
        roots: settings.src.filter(|_| is_own).unwrap_or_else(|| vec![guessed()]),
        dependencies: if is_own { settings.search_path } else { Vec::new() },
        folder,
    })
}

fn rendered(measured: &Measurement, format: MeasureFormat, output: &Output) -> String {
    match format {
        MeasureFormat::Table => report::table(measured, output.style),
        MeasureFormat::Markdown => report::markdown(measured),
        MeasureFormat::Json => report::json(measured),
        MeasureFormat::Html => report::html(measured),
    }
}
