//! The flags of `dormant measure`.
use std::path::PathBuf;

use clap::Args;

use super::formats::MeasureFormat;
use crate::measure::Runner;

pub(super) const STATUSES: &str = "\
Exit status:
  0  measured, or built; every gate is kept
  1  a gate failed, or the compiled program does not run as it should
  2  an error: bad arguments, nothing that could be measured or built";

pub(super) const EXAMPLES: &str = "\
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
where the program is still imported from elsewhere, a warning says so.
Nothing is written into the trees: bytecode goes to a temporary folder.

Exit status:
  0  measured; every gate is kept
  1  a gate failed
  2  an error: bad arguments, or nothing that could be measured";

/// What to measure, and how.
#[derive(Debug, Clone, PartialEq, Args)]
pub struct MeasureArgs {
    /// The command: a console script, `python` with its arguments, or a serverless function as `lambda: app.handler`;
    /// `entry-points` of the configuration where not given
    #[arg(value_name = "CMD", last = true)]
    pub words: Vec<String>,
    /// The tree before; needs --after
    #[arg(long, value_name = "FOLDER", requires = "after")]
    pub before: Option<PathBuf>,
    /// The tree after, or the only one
    #[arg(long, value_name = "FOLDER")]
    pub after: Option<PathBuf>,
    /// How often each row is run, after one run to warm up
    #[arg(long, value_name = "N", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..))]
    pub runs: u32,
    /// What runs the command
    ///
    /// With commas between them: python, python-cold (no bytecode), console-script, uv-run, nuitka (what --compiled-after names),
    /// lazy-python (with --lazy-python). Without it, all that are there but for python-cold.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = runner)]
    pub runners: Option<Vec<Runner>>,
    /// The interpreter; that of the command where not given
    #[arg(long, value_name = "FILE")]
    pub python: Option<PathBuf>,
    /// The program that Nuitka, PyInstaller, PyApp or shiv made of the tree before, or its folder
    #[arg(long, value_name = "PATH")]
    pub compiled_before: Option<PathBuf>,
    /// The program that Nuitka, PyInstaller, PyApp or shiv made of the tree after, or its folder
    #[arg(long, value_name = "PATH")]
    pub compiled_after: Option<PathBuf>,
    /// A Python 3.15 to run with lazy imports
    #[arg(long, value_name = "FILE")]
    pub lazy_python: Option<PathBuf>,
    /// Measure a command that ends with another status than 0
    #[arg(long)]
    pub ignore_failure: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: MeasureFormat,
    /// Fail where direct Python takes more CPU time than this
    #[arg(long, value_name = "MS", help_heading = "Gates")]
    pub budget_ms: Option<f64>,
    /// Fail where it takes this many per cent more than before
    #[arg(long, value_name = "PCT", help_heading = "Gates")]
    pub max_regression: Option<f64>,
    /// Fail where it loads more modules
    #[arg(long, value_name = "N", help_heading = "Gates")]
    pub max_modules: Option<usize>,
    /// A measurement saved as JSON, instead of --before
    #[arg(long, value_name = "FILE", help_heading = "Gates")]
    pub baseline: Option<PathBuf>,
}

/// A runner by its name.
fn runner(text: &str) -> Result<Runner, String> {
    let name = text.trim();
    Runner::ALL
        .into_iter()
        .find(|runner| runner.name() == name)
        .ok_or_else(|| format!("expected one of {}", Runner::ALL.map(Runner::name).join(", ")))
}
