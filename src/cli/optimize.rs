//! `dormant optimize`: plan, verify, measure, write, report.
use std::cell::Cell;
use std::path::PathBuf;
use std::time::Instant;

use super::Status;
use super::args::OptimizeWish;
use super::output::Output;
use super::settings::Context;
use crate::pipeline::{self, Optimized};
use crate::report::diff;
use crate::report::optimize::{self as report, Optimization, Startup};

pub(super) fn run(context: &Context, wish: &OptimizeWish, output: &Output) -> Status {
    let mut settings = match context.settings(&[PathBuf::from(".")]) {
        Ok(settings) => settings,
        Err(error) => return failed(output, &error.to_string()),
    };
    // What is heavy for this command is measured, not guessed: unless told otherwise, every import may be deferred.
    if settings.heavy.is_none() {
        settings.heavy = Some(vec!["*".to_owned()]);
    }
    let started = Instant::now();
    let pass = Cell::new(None::<Instant>);
    // The first pass over the original tells how long the one over the edited program will take.
    let say = |text: &str| {
        let left = match (text, pass.get()) {
            ("the program with all edits", Some(began)) => {
                format!(", about {} s left for this step", began.elapsed().as_secs().max(1))
            }
            _ => String::new(),
        };
        if text == "the program as it is" {
            pass.set(Some(Instant::now()));
        }
        output.say(&format!("{:>5} s  {text}{left}", started.elapsed().as_secs()));
    };
    let optimized = match pipeline::optimize(&settings, &wish.words, &wish.wanted, context.use_cache, &say) {
        Ok(optimized) => optimized,
        Err(error) => return failed(output, &error.to_string()),
    };
    let mut status = output.problems(&optimized.problems);
    let is_proven = optimized
        .verified
        .as_ref()
        .is_some_and(|verified| verified.verdict.is_proven);
    let (files, lines) = changed(&settings.root, &optimized);
    let command = wish.words.join(" ");
    let optimization = Optimization {
        command: &command,
        before: startup(&optimized.before),
        after: startup(&optimized.after),
        verified: optimized
            .verified
            .as_ref()
            .map(|verified| (&verified.verdict, verified.edits.as_slice())),
        results: &optimized.results,
        files,
        lines,
        seconds: started.elapsed().as_secs(),
    };
    // Writing comes last: an interruption before leaves the project as it is.
    if let Some(verified) = optimized.verified.as_ref().filter(|_| is_proven && !wish.dry_run)
        && let Err(error) = pipeline::write_kept(&settings.root, &verified.kept)
    {
        return failed(output, &error.to_string());
    }
    let text = report::markdown(&optimization);
    status = status.max(match &wish.output {
        None => output.data(&text),
        Some(path) => match std::fs::write(path, &text) {
            Ok(()) => Status::Clean,
            Err(error) => return failed(output, &format!("{}: {error}", path.display())),
        },
    });
    output.say(&report::summary(&optimization));
    if optimized.verified.is_some() && !is_proven {
        status = status.max(Status::Findings);
    }
    let cpu = report::median(&optimized.after.cpu_ms);
    if let Some(budget) = wish.budget_ms.or(settings.budget_ms).filter(|budget| cpu > *budget) {
        output.say(&format!("over budget: {cpu:.0} ms of CPU, {budget:.0} allowed"));
        status = status.max(Status::Findings);
    }
    status
}

fn failed(output: &Output, message: &str) -> Status {
    output.error(message);
    Status::Failed
}

fn startup(startup: &pipeline::Startup) -> Startup<'_> {
    Startup {
        cpu_ms: &startup.cpu_ms,
        modules: startup.modules,
    }
}

/// Files and lines that the kept edits change.
fn changed(root: &std::path::Path, optimized: &Optimized) -> (usize, diff::Counts) {
    let mut files = 0;
    let mut sum = diff::Counts::default();
    for (path, bytes) in optimized.verified.iter().flat_map(|verified| &verified.kept) {
        let before = std::fs::read(root.join(path)).unwrap_or_default();
        let after = bytes.as_deref().unwrap_or_default();
        if before != after {
            let counts = diff::counts(&String::from_utf8_lossy(&before), &String::from_utf8_lossy(after));
            files += 1;
            sum.added += counts.added;
            sum.removed += counts.removed;
        }
    }
    (files, sum)
}
