//! The two streams: data on stdout, narrative on stderr.
use std::io::{IsTerminal, Write};
use std::path::Path;

use super::args::{ColorWhen, Verbosity};
use super::progress::{Progress, Stages};
use super::status::Status;
use crate::report::{Style, problems, wrapped};
use crate::verdict::Problem;

/// Where a command prints, and how.
pub(super) struct Output {
    /// How data looks.
    pub style: Style,
    narrative: Style,
    verbosity: Verbosity,
}

/// Lines of reports are not made wider than people read.
const WIDEST: usize = 120;

impl Output {
    pub fn new(color: ColorWhen, verbosity: Verbosity) -> Self {
        let width = terminal_width().unwrap_or(80).clamp(40, WIDEST);
        Output {
            style: Style {
                color: color.wanted(&std::io::stdout()),
                width,
            },
            narrative: Style {
                color: color.wanted(&std::io::stderr()),
                width,
            },
            verbosity,
        }
    }

    /// Prints data; a reader that has gone away is a clean end.
    pub fn data(&self, text: &str) -> Status {
        let mut stdout = std::io::stdout().lock();
        let result = stdout.write_all(text.as_bytes()).and_then(|()| {
            if text.is_empty() || text.ends_with('\n') {
                Ok(())
            } else {
                stdout.write_all(b"\n")
            }
        });
        match result.and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Status::Failed,
            _ => Status::Clean,
        }
    }

    /// Says how it went, unless told to be quiet.
    pub fn say(&self, text: &str) {
        if self.verbosity > Verbosity::Quiet && !text.is_empty() {
            let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
        }
    }

    /// Says in a sentence how it went: in lines of the terminal where one shows it, and in one line anywhere else.
    pub fn sum_up(&self, sentence: &str) {
        let told = std::env::var_os("COLUMNS").is_some();
        match told || std::io::stderr().is_terminal() {
            true => self.say(&wrapped(sentence, self.narrative.width)),
            false => self.say(sentence),
        }
    }

    /// Whether it is said how it went.
    pub fn is_talkative(&self) -> bool {
        self.verbosity > Verbosity::Quiet
    }

    /// Whether more is said than how it went.
    pub fn is_verbose(&self) -> bool {
        self.verbosity == Verbosity::Verbose
    }

    /// Says more where `--verbose` asks for it.
    pub fn detail(&self, text: &str) {
        if self.verbosity == Verbosity::Verbose {
            let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
        }
    }

    /// Shows a sign of life until what it returns is dropped, should that take long.
    pub fn progress(&self, what: &'static str) -> Progress {
        Progress::start(what, self.verbosity > Verbosity::Quiet)
    }

    /// Shows what is being done, stage by stage.
    pub fn stages_of(&self, count: usize) -> Stages {
        Stages::start(count, self.verbosity)
    }

    /// Says how long each stage took, where `--verbose` asks for it.
    pub fn stages(&self, stages: &[(&'static str, std::time::Duration)]) {
        if self.verbosity == Verbosity::Verbose {
            for (stage, took) in stages {
                let _ = writeln!(std::io::stderr(), "{:>7.1} ms  {stage}", took.as_secs_f64() * 1000.0);
            }
        }
    }

    /// Says what went wrong.
    pub fn error(&self, message: &str) {
        let _ = writeln!(std::io::stderr(), "dormant: {}", problems::bounded(message));
    }

    /// Says what went wrong with files; warnings are left out when told to be quiet.
    pub fn problems(&self, found: &[Problem]) -> Status {
        let shown: Vec<Problem> = found
            .iter()
            .filter(|problem| problem.is_error || self.verbosity > Verbosity::Quiet)
            .cloned()
            .collect();
        if !shown.is_empty() {
            let _ = write!(std::io::stderr(), "{}", problems::render(&shown, self.narrative));
        }
        if found.iter().any(|problem| problem.is_error) {
            Status::Failed
        } else {
            Status::Clean
        }
    }
}

/// Columns of the terminal that stdout or stderr is, as its owner says or the system knows.
fn terminal_width() -> Option<usize> {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    told.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
}

/// Reads a file for an excerpt.
pub(super) fn text_of(path: &Path) -> Option<String> {
    crate::project::Source::read(path).ok().map(|source| source.text)
}
