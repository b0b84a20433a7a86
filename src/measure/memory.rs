//! The peak memory of programs that are smaller than dormant itself.
//!
//! Linux counts to a child's `ru_maxrss` what its parent held when it started it (`exec` keeps the high-water mark of the memory
//! that it replaces), so that `wait4` says nothing of a child that never grew larger than its parent. Such a child is started once
//! more, outside the timed runs, by a bare interpreter that forks: that is smaller than any program measured here.
use std::path::Path;

use super::schedule::{Executor, Series};
use crate::process::{Job, ProcessError};

/// Starts its arguments and ends with a line about their peak, in bytes; `ru_maxrss` is in KiB but on macOS.
const START: &str = r#"
import os, sys
child = os.fork()
if child == 0:
    try:
        os.execvp(sys.argv[1], sys.argv[1:])
    finally:
        os._exit(127)
used = os.wait4(child, 0)[2]
print("\npeak", used.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"#;

/// Fills in the peaks that the timed runs could not tell.
///
/// # Errors
/// Where the user interrupts; a run that tells nothing leaves the peak unknown.
pub(super) fn complete(
    jobs: &[Job],
    series: &mut [Series],
    python: &Path,
    executor: &mut dyn Executor,
) -> Result<(), ProcessError> {
    for (job, series) in jobs.iter().zip(series) {
        if !series.peak_bytes.is_empty() || series.failure.is_some() || cfg!(not(unix)) {
            continue;
        }
        match executor.run(&job.started_by(python, &["-I", "-S", "-c", START])) {
            Err(ProcessError::Interrupted) => return Err(ProcessError::Interrupted),
            Err(_) => {}
            Ok(done) => series.peak_bytes.extend(peak(&done.stdout.text())),
        }
    }
    Ok(())
}

fn peak(printed: &str) -> Option<u64> {
    printed.lines().next_back()?.strip_prefix("peak ")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::schedule::mock::{Mock, took};
    use super::*;
    use crate::process::{Captured, Done};

    #[test]
    fn only_what_is_unknown_is_run_again() {
        let mut series = vec![Series::default(), Series::default(), Series::default()];
        series[0].peak_bytes.push(7);
        series[2].failure = Some("no such program".into());
        let printed = |_: &str, _| Done {
            stdout: Captured {
                bytes: b"help\n\npeak 4096\n".to_vec(),
                ..Captured::default()
            },
            ..took(1)
        };
        let mut mock = Mock {
            answer: printed,
            log: Vec::new(),
        };
        let jobs = ["a", "b", "c"].map(Job::new);
        complete(&jobs, &mut series, Path::new("py"), &mut mock).unwrap();
        let peaks: Vec<&[u64]> = series.iter().map(|series| series.peak_bytes.as_slice()).collect();
        assert_eq!(peaks, [&[7][..], &[4096], &[]]);
        assert_eq!(mock.log.len(), 1);
        assert!(
            mock.log[0].starts_with("py -I -S -c ") && mock.log[0].ends_with(" b"),
            "{}",
            mock.log[0]
        );
    }

    #[test]
    fn other_last_lines_say_nothing() {
        assert_eq!(peak("peak 12\n"), Some(12));
        assert_eq!(peak("peak 12\nTraceback\n"), None);
        assert_eq!(peak(""), None);
    }
}
