//! What was measured, as plain data: saved as JSON, read again as a baseline, and turned into texts by `report`.
//!
//! Times are milliseconds, memory is bytes. Knows nothing of how it was measured.
use serde::{Deserialize, Serialize};

/// The version of the form below; it changes when an old reader would misread a new file.
pub const SCHEMA: u32 = 1;

/// The start-up of one command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Measurement {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The command as it was given.
    pub command: String,
    /// The Python that ran it, such as `3.12.1`.
    pub python: String,
    /// The system and the processors, such as `linux x86_64, 2 processors`.
    pub machine: String,
    /// How often each row was run, after one run to warm up.
    pub runs: usize,
    /// One row for each runner.
    pub rows: Vec<Row>,
    /// What does not depend on the command: the interpreter alone, `uv run` alone, importing the main module.
    pub baselines: Vec<Row>,
    /// How many modules are loaded.
    pub modules: Sides<Option<usize>>,
    /// The copies of the program that were measured; none where the command names no module.
    #[serde(default)]
    pub copies: Vec<ProgramCopy>,
    /// The modules that take longest by themselves, in the newest tree, longest first.
    pub top_imports: Vec<ImportTime>,
    /// What may make the numbers wrong, for people.
    pub warnings: Vec<String>,
    /// The gates that were asked for.
    pub gates: Vec<Gate>,
}

/// Where a program was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct ProgramCopy {
    /// Its package, or its module.
    pub module: String,
    /// The folder or file that it is imported from.
    pub folder: String,
}

/// One thing before and after. With one tree only, it is `after`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Sides<T> {
    /// In the tree of `--before`.
    pub before: T,
    /// In the tree of `--after`, or as it is.
    pub after: T,
}

/// One runner, before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    /// What people call it, such as `console script`.
    pub runner: String,
    /// The command line that was run, for people.
    pub shown: String,
    /// The numbers.
    pub sides: Sides<Option<Stats>>,
    /// Whether the intervals of before and after lie apart; `None` where one is missing.
    pub verdict: Option<Verdict>,
    /// Why numbers are missing.
    pub missing: Option<String>,
}

/// The numbers of one runner in one tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Stats {
    /// User and system time of the child and of the descendants that it waited for.
    pub cpu_ms: Estimate,
    /// User time: the median.
    pub user_ms: f64,
    /// System time: the median.
    pub system_ms: f64,
    /// By the clock on the wall.
    pub wall_ms: Estimate,
    /// The largest single process: the median; `None` where the system does not tell.
    pub peak_bytes: Option<u64>,
    /// The CPU time of every run, in the order in which they were run.
    pub all_cpu_ms: Vec<f64>,
}

/// A median with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Estimate {
    /// The median.
    pub median: f64,
    /// The lower end of the 95 % bootstrap confidence interval of the median.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// The least of all runs.
    pub minimum: f64,
}

/// What can be said about after against before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The interval of after lies below that of before.
    Faster,
    /// It lies above.
    Slower,
    /// They overlap.
    Unclear,
}

/// Whether a change of the program pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// The intervals lie apart, in its favour.
    Faster,
    /// They overlap, but fewer modules are loaded, and the median is no greater.
    FewerModules,
    /// Neither.
    Nothing,
    /// The intervals lie apart, against it.
    Slower,
}

/// What importing one module took by itself and with what it was the first to import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct ImportTime {
    /// The module.
    pub module: String,
    /// By itself: the least of several runs.
    pub self_ms: f64,
    /// With what it imported: the least of several runs.
    pub cumulative_ms: f64,
}

/// A limit, and whether it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Gate {
    /// The flag that asks for it, such as `--budget-ms`.
    pub flag: String,
    /// Whether it is kept.
    pub is_kept: bool,
    /// What was compared, for people.
    pub message: String,
}

impl Measurement {
    /// Whether a gate failed.
    pub fn failed(&self) -> bool {
        self.gates.iter().any(|gate| !gate.is_kept)
    }

    /// What the change from before to after is worth under direct Python.
    pub fn worth(&self) -> Worth {
        let row = self.direct();
        let sides = row.and_then(|row| Some((row.sides.before.as_ref()?, row.sides.after.as_ref()?)));
        let Some((before, after)) = sides else {
            return Worth::Nothing;
        };
        match row.and_then(|row| row.verdict) {
            Some(Verdict::Faster) => Worth::Faster,
            Some(Verdict::Slower) => Worth::Slower,
            _ if self.modules.after < self.modules.before && after.cpu_ms.median <= before.cpu_ms.median => {
                Worth::FewerModules
            }
            _ => Worth::Nothing,
        }
    }

    /// The row of direct Python, which gates are about.
    pub fn direct(&self) -> Option<&Row> {
        self.rows.iter().find(|row| row.runner == DIRECT)
    }
}

/// What the row of direct Python is called.
pub const DIRECT: &str = "python";
