//! One measurement from beginning to end: the jobs of all rows, run in turns, into a [`Measurement`].
use std::path::{Path, PathBuf};

use super::command::{self, Command};
use super::copies::{Copies, copies};
use super::gates::{self, Limits};
use super::model::{Estimate, ImportTime, Measurement, Row, SCHEMA, Sides, Stats};
use super::no_job::NoJob;
use super::runners::{self, Means, Runner};
use super::schedule::{Executor, Series, System, interleaved};
use super::statistics::{estimate, median, spread, verdict};
use super::{MeasureError, Tree, frozen, importtime, memory};
use crate::process::Job;
use crate::verdict::counted;

/// What is to be measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Order {
    /// The command.
    pub words: Vec<String>,
    /// The interpreter; that of the command, or `python3`, where it is not given.
    pub python: Option<PathBuf>,
    /// `[project.scripts]` of the project: names and `module:attribute`.
    pub scripts: Vec<(String, String)>,
    /// The trees, before and after; with neither, what is installed.
    pub trees: Sides<Option<Tree>>,
    /// The project that the command belongs to, where no tree is given.
    pub project: Option<Tree>,
    /// The folder of each tree, relative to it, that its command runs in; `None` runs all of them where this process is.
    pub within: Option<PathBuf>,
    /// Whether the baselines that do without the command are left out, but for the interpreter.
    pub is_brief: bool,
    /// The compiled programs, before and after.
    pub compiled: Sides<Option<PathBuf>>,
    /// Python 3.15 or later, for a row with lazy imports.
    pub lazy_python: Option<PathBuf>,
    /// The runners.
    pub runners: Vec<Runner>,
    /// How often each is run.
    pub runs: usize,
    /// Whether a command may end with another status than 0.
    pub may_fail: bool,
    /// The gates.
    pub limits: Limits,
    /// An older measurement to compare with.
    pub baseline: Option<Measurement>,
}

/// How many of the slowest imports are kept.
const TOP: usize = 10;
/// How often imports are timed; each module's least counts.
const TRACED_RUNS: usize = 3;
/// Half of the runs differing by more than this from the median is noise.
const NOISY_SPREAD: f64 = 0.15;
/// A program that waits for nothing takes hardly longer by the clock than on the processor.
const BUSY_RATIO: f64 = 1.5;

/// A place in the table: which row, and which side of it.
struct Slot {
    row: usize,
    is_before: bool,
}

/// Measures. `told` is called with what is being done, for people.
///
/// # Errors
/// Where the command or the interpreter is none, a temporary folder cannot be made, or the user interrupts. A runner that
/// fails is a row that says why.
pub fn measure(order: &Order, told: &mut dyn FnMut(&str)) -> Result<Measurement, MeasureError> {
    let tree = order.trees.after.as_ref().or(order.trees.before.as_ref());
    let path = tree.map_or_else(|| std::env::var_os("PYTHONPATH").unwrap_or_default(), Tree::python_path);
    let command = command::resolve(&order.words, order.python.as_deref(), &order.scripts, &path)?;
    let Copies {
        measured: copies,
        warnings,
    } = copies(&command, &order.trees, order.within.as_deref(), order.project.as_ref())?;
    let mut measured = measure_with(order, &command, &mut System, told)?;
    measured.copies = copies;
    measured.warnings.splice(0..0, warnings);
    Ok(measured)
}

fn measure_with(
    order: &Order,
    command: &Command,
    executor: &mut dyn Executor,
    told: &mut dyn FnMut(&str),
) -> Result<Measurement, MeasureError> {
    let folder = tempfile::tempdir().map_err(|error| MeasureError::File {
        path: std::env::temp_dir(),
        message: error.to_string(),
    })?;
    let means = Means {
        uv: "uv".into(),
        lazy_python: order.lazy_python.clone(),
        caches: folder.path().to_owned(),
    };
    let table = Table::new(order, command, &means);
    let count = table.jobs.len();
    let mut series = interleaved(
        &table.jobs,
        order.runs,
        order.may_fail,
        executor,
        &mut |round| match round {
            0 => told("warming up"),
            _ => told(&format!("round {round} of {}, {count} starts each", order.runs)),
        },
    )?;
    memory::complete(&table.jobs, &mut series, &command.python, executor)?;
    told("counting modules");
    let before = traced(order.trees.before.as_ref().map(Some), order, command, &means, executor)?;
    let has_after = order.trees.after.is_some() || order.trees.before.is_none();
    let after = traced(
        has_after.then_some(order.trees.after.as_ref()),
        order,
        command,
        &means,
        executor,
    )?;
    let (rows, baselines) = table.filled(&series);
    let counted = |modules: &[ImportTime]| (!modules.is_empty()).then_some(modules.len());
    let mut measured = Measurement {
        schema: SCHEMA,
        command: shown(&order.words),
        python: command.facts.version.clone(),
        machine: machine(),
        runs: order.runs,
        rows,
        baselines,
        modules: Sides {
            before: counted(&before),
            after: counted(&after),
        },
        copies: Vec::new(),
        top_imports: (if after.is_empty() { before } else { after })
            .into_iter()
            .take(TOP)
            .collect(),
        warnings: noise(&series, order.runs),
        gates: Vec::new(),
    };
    measured.gates = gates::judge(&measured, order.baseline.as_ref(), &order.limits);
    if matches!(command.entry, command::Entry::Handler(_)) {
        for gate in &mut measured.gates {
            gate.message.insert_str(0, "cold start: ");
        }
    }
    Ok(measured)
}

fn shown(words: &[String]) -> String {
    let mut words = words.iter();
    let program = words.next().map_or("", String::as_str);
    Job::new(program).args(words).shown()
}

/// The rows, and the jobs that fill them.
struct Table {
    rows: Vec<Row>,
    baselines: usize,
    jobs: Vec<Job>,
    slots: Vec<Slot>,
}

impl Table {
    fn new(order: &Order, command: &Command, means: &Means) -> Table {
        let mut table = Table {
            rows: Vec::new(),
            baselines: 0,
            jobs: Vec::new(),
            slots: Vec::new(),
        };
        let warm = |job: Job| runners::bytecode(job, Runner::Python, &means.caches);
        table.add(
            "interpreter",
            None,
            Ok(warm(Job::new(&command.python).args(["-c", "pass"]))),
        );
        let serves = |runner: &&Runner| runners::serves(**runner, command);
        if order.runners.iter().filter(serves).any(|runner| *runner == Runner::Uv) {
            let job = runners::uv(&means.uv, &command.python).args(["python", "-c", "pass"]);
            table.add("uv run, interpreter", None, Ok(warm(job)));
        }
        let has_both = order.trees.before.is_some() && order.trees.after.is_some();
        // One tree alone is `after`, whichever flag gave it.
        let only = order.trees.after.as_ref().or(order.trees.before.as_ref());
        if let Some(module) = command.main_module().filter(|_| !order.is_brief) {
            let job = |tree: Option<&Tree>| {
                let job = warm(Job::new(&command.python).arg("-c").arg(format!("import {module}")));
                Ok(match tree {
                    Some(tree) => tree.settled(job.env("PYTHONPATH", tree.python_path()), order.within.as_deref()),
                    None => job,
                })
            };
            let before = has_both.then(|| job(order.trees.before.as_ref()));
            let what = match command.entry {
                command::Entry::Handler(_) => "import of the handler",
                _ => "import of main",
            };
            table.add(what, before, job(only));
        }
        table.baselines = table.rows.len();
        let compiled = &order.compiled;
        for &runner in order.runners.iter().filter(serves) {
            let job = |tree: Option<&Tree>, program: Option<&PathBuf>| {
                let job = runners::job(runner, command, tree, program.map(PathBuf::as_path), means)?;
                Ok(match tree {
                    Some(tree) => tree.settled(job, order.within.as_deref()),
                    None => job,
                })
            };
            let is_compared = match runner {
                Runner::Nuitka => compiled.before.is_some() && compiled.after.is_some(),
                _ => has_both,
            };
            let before = is_compared.then(|| job(order.trees.before.as_ref(), compiled.before.as_ref()));
            let after = job(only, compiled.after.as_ref().or(compiled.before.as_ref()));
            let name = match runner {
                Runner::Nuitka => {
                    let given = [compiled.before.as_deref(), compiled.after.as_deref()];
                    frozen::row_name(&given.into_iter().flatten().collect::<Vec<_>>())
                }
                _ => runner.name(),
            };
            table.add(name, before, after);
        }
        table
    }

    fn add(&mut self, runner: &str, before: Option<Result<Job, NoJob>>, after: Result<Job, NoJob>) {
        let row = self.rows.len();
        let mut missing = None;
        let mut shown = String::new();
        for (job, is_before) in before.into_iter().map(|job| (job, true)).chain([(after, false)]) {
            match job {
                Ok(job) => {
                    shown = job.shown();
                    self.jobs.push(job);
                    self.slots.push(Slot { row, is_before });
                }
                Err(why) => missing = Some(why.to_string()),
            }
        }
        self.rows.push(Row {
            runner: runner.to_owned(),
            shown,
            sides: Sides::default(),
            verdict: None,
            missing,
        });
    }

    /// The rows with their numbers, and the baselines.
    fn filled(mut self, series: &[Series]) -> (Vec<Row>, Vec<Row>) {
        for (slot, found) in self.slots.iter().zip(series) {
            let row = &mut self.rows[slot.row];
            let side = if slot.is_before {
                &mut row.sides.before
            } else {
                &mut row.sides.after
            };
            match &found.failure {
                Some(why) => row.missing = Some(why.clone()),
                None => *side = stats(found),
            }
        }
        for row in &mut self.rows {
            if let (Some(before), Some(after)) = (&row.sides.before, &row.sides.after) {
                row.verdict = Some(verdict(before.cpu_ms, after.cpu_ms));
            }
        }
        let rows = self.rows.split_off(self.baselines);
        (rows, self.rows)
    }
}

fn stats(series: &Series) -> Option<Stats> {
    let peaks: Vec<f64> = series.peak_bytes.iter().map(|&bytes| bytes as f64).collect();
    let cpu_ms: Estimate = estimate(&series.cpu_ms)?;
    Some(Stats {
        cpu_ms,
        user_ms: median(&series.user_ms),
        system_ms: median(&series.system_ms),
        wall_ms: estimate(&series.wall_ms)?,
        peak_bytes: (!peaks.is_empty()).then(|| median(&peaks) as u64),
        all_cpu_ms: series.cpu_ms.clone(),
    })
}

/// The modules that a tree loads; none where there is no such tree, or the command fails.
fn traced(
    tree: Option<Option<&Tree>>,
    order: &Order,
    command: &Command,
    means: &Means,
    executor: &mut dyn Executor,
) -> Result<Vec<ImportTime>, MeasureError> {
    let Some(tree) = tree else { return Ok(Vec::new()) };
    let job = Job::new(&command.python)
        .args(["-X", "importtime"])
        .args(command.direct());
    let job = match tree {
        Some(tree) => tree.settled(job.env("PYTHONPATH", tree.python_path()), order.within.as_deref()),
        None => job,
    };
    let job = runners::bytecode(job, Runner::Python, &means.caches);
    let mut runs = Vec::new();
    for _ in 0..TRACED_RUNS {
        let done = executor.run(&job)?;
        if done.ending.is_success() || order.may_fail {
            runs.push(done.stderr.text().into_owned());
        }
    }
    Ok(importtime::least(&runs))
}

/// What makes one doubt the numbers.
fn noise(series: &[Series], runs: usize) -> Vec<String> {
    let mut warnings = Vec::new();
    let worst = series.iter().map(|series| spread(&series.cpu_ms)).fold(0.0, f64::max);
    if worst > NOISY_SPREAD {
        warnings.push(format!(
            "the machine is noisy: half of the runs of one row differ by {:.0} % of the median; read ratios, not milliseconds",
            worst * 100.0
        ));
    }
    // The first row is the interpreter alone, which waits for nothing.
    if let Some(floor) = series.first() {
        let (wall, cpu) = (median(&floor.wall_ms), median(&floor.cpu_ms));
        if cpu > 0.0 && wall > cpu * BUSY_RATIO {
            warnings.push(format!(
                "the machine is busy: the bare interpreter takes {wall:.0} ms by the clock for {cpu:.0} ms of CPU; compare CPU times"
            ));
        }
    }
    if runs < 5 {
        let is_few = if runs == 1 { "is" } else { "are" };
        warnings.push(format!(
            "{} {is_few} few: intervals of fewer than 5 mean little",
            counted(runs, "run")
        ));
    }
    warnings
}

fn machine() -> String {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let plural = if processors == 1 { "" } else { "s" };
    format!(
        "{} {}, {processors} processor{plural}",
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}

/// Reads a measurement that was saved as JSON.
///
/// # Errors
/// A file that cannot be read, or is of another form or version.
pub fn saved(path: &Path) -> Result<Measurement, MeasureError> {
    let failure = |message: String| MeasureError::File {
        path: path.to_owned(),
        message,
    };
    let text = std::fs::read_to_string(path).map_err(|error| failure(error.to_string()))?;
    let found: Measurement = serde_json::from_str(&text).map_err(|error| {
        failure(format!(
            "no measurement saved by `dormant measure --output-format json`: {error}"
        ))
    })?;
    if found.schema == SCHEMA {
        Ok(found)
    } else {
        Err(failure(format!(
            "its form is {}, this dormant reads {SCHEMA}: measure again",
            found.schema
        )))
    }
}

#[cfg(test)]
mod tests;
