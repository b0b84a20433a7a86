//! `dormant measure`: start-up under several runners, before and after.
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::context::Context;
use super::failure::Failure;
use super::output::Output;
use super::projects::each_with_entry_points;
use super::status::Status;
use super::subject;
use crate::config::{self, ConfigError, Settings};
use crate::measure::model::{Measurement, Sides};
use crate::measure::{Limits, Order, Runner, Tree, measure, saved};
use crate::report::measure as report;

/// How `measure` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum MeasureFormat {
    /// For the terminal
    #[default]
    Table,
    /// For pull requests
    Markdown,
    /// One object, for programs and as a baseline
    Json,
    /// One file with plots
    Html,
}

/// How `measure` and `build` end.
pub(super) const STATUSES: &str = "\
Exit status:
  0  measured, or built; every gate is kept
  1  a gate failed, or the compiled program does not run as it should
  2  an error: bad arguments, nothing that could be measured or built";

const EXAMPLES: &str = "\
Examples:
  dormant measure -- mngr --help
  dormant measure --runners python,uv-run -- python -m harbor --help
  dormant measure --before ../old --after . --output-format markdown -- harbor
  dormant measure --output-format json -- harbor --help > baseline.json
  dormant measure --budget-ms 400 -- lambda: app.handler event.json
  dormant measure --baseline baseline.json --max-regression 10 -- harbor --help

A tree given with --before or --after goes first on PYTHONPATH, from the folders
that its configuration calls `src` (else its `src` folder, else itself) and
`search-path`. That wins over installed packages and editable installations;
where the program is still imported from elsewhere, that is an error. Without a
tree, what is installed is measured: which copy that is, is told.
Nothing is written into the trees: bytecode goes to a temporary folder.

Exit status:
  0  measured; every gate is kept
  1  a gate failed
  2  an error: bad arguments, or nothing that could be measured";

/// Measure a command's start-up under several runners, before and after.
#[derive(Debug, clap::Args)]
#[command(after_help = STATUSES, after_long_help = EXAMPLES)]
pub(super) struct MeasureArgs {
    /// The command: a console script, `python` with its arguments, or a serverless function as `lambda: app.handler`;
    /// `entry-points` of the configuration where not given
    #[arg(value_name = "CMD", last = true)]
    words: Vec<String>,
    /// The tree before; needs --after
    #[arg(long, value_name = "FOLDER", requires = "after")]
    before: Option<PathBuf>,
    /// The tree after, or the only one
    #[arg(long, value_name = "FOLDER")]
    after: Option<PathBuf>,
    /// How often each row is run, after one run to warm up
    #[arg(long, value_name = "N", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// What runs the command
    ///
    /// With commas between them: python, python-cold (no bytecode), console-script, uv-run, nuitka (what --compiled-after names),
    /// lazy-python (with --lazy-python). Without it, all that are there but for python-cold.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = runner)]
    runners: Option<Vec<Runner>>,
    /// The interpreter; that of the command where not given
    #[arg(long, value_name = "FILE")]
    python: Option<PathBuf>,
    /// The program that Nuitka, PyInstaller, PyApp or shiv made of the tree before, or its folder
    #[arg(long, value_name = "PATH")]
    compiled_before: Option<PathBuf>,
    /// The program that Nuitka, PyInstaller, PyApp or shiv made of the tree after, or its folder
    #[arg(long, value_name = "PATH")]
    compiled_after: Option<PathBuf>,
    /// A Python 3.15 to run with lazy imports
    #[arg(long, value_name = "FILE")]
    lazy_python: Option<PathBuf>,
    /// Measure a command that ends with another status than 0
    #[arg(long)]
    ignore_failure: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: MeasureFormat,
    /// Fail where direct Python takes more CPU time than this
    #[arg(long, value_name = "MS", help_heading = "Gates")]
    budget_ms: Option<f64>,
    /// Fail where it takes this many per cent more than before
    #[arg(long, value_name = "PCT", help_heading = "Gates")]
    max_regression: Option<f64>,
    /// Fail where it loads more modules
    #[arg(long, value_name = "N", help_heading = "Gates")]
    max_modules: Option<usize>,
    /// A measurement saved as JSON, instead of --before
    #[arg(long, value_name = "FILE", help_heading = "Gates")]
    baseline: Option<PathBuf>,
}

/// A runner by its name.
fn runner(text: &str) -> Result<Runner, String> {
    let name = text.trim();
    Runner::ALL
        .into_iter()
        .find(|runner| runner.name() == name)
        .ok_or_else(|| format!("expected one of {}", Runner::ALL.map(Runner::name).join(", ")))
}

impl MeasureArgs {
    /// Runs it, for each project that has entry points where no command is given: exit status 1 where a gate failed.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        let wish = is_one_object(self).then_some("this format");
        let run = || run(context, self, output);
        each_with_entry_points(context, !self.words.is_empty(), wish, output, &run)
    }
}

fn run(context: &Context, form: &MeasureArgs, output: &Output) -> Result<Status, Failure> {
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
fn is_one_object(form: &MeasureArgs) -> bool {
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
        project: Some(self::tree(&settings.root)?).filter(|_| form.before.is_none() && form.after.is_none()),
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
