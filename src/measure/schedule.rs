//! Running many commands in turns, so that what disturbs the machine disturbs all of them alike.
//!
//! Each round runs every command once, and every second round in reverse order (ABBA): a machine that gets slower or faster
//! over time then favours nobody.
use crate::process::{Done, Ending, Job, ProcessError, doing_of};

/// Runs jobs; tests have one that starts nothing.
pub(super) trait Executor {
    /// Runs one job to its end.
    fn run(&mut self, job: &Job) -> Result<Done, ProcessError>;
}

/// The real one.
pub(super) struct System;

impl Executor for System {
    fn run(&mut self, job: &Job) -> Result<Done, ProcessError> {
        job.run()
    }
}

/// What one command's runs took, in the order in which they were run.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Series {
    pub cpu_ms: Vec<f64>,
    pub user_ms: Vec<f64>,
    pub system_ms: Vec<f64>,
    pub wall_ms: Vec<f64>,
    pub peak_bytes: Vec<u64>,
    /// Why there are no runs, or no more.
    pub failure: Option<String>,
}

/// Runs every command once to warm up and then `runs` times, in turns. A command that fails is run no more.
///
/// `told` is called before each round with its number, zero for the warm-up.
///
/// # Errors
/// Where the user interrupts.
pub(super) fn interleaved(
    jobs: &[Job],
    runs: usize,
    may_fail: bool,
    executor: &mut dyn Executor,
    told: &mut dyn FnMut(usize),
) -> Result<Vec<Series>, ProcessError> {
    let mut series = vec![Series::default(); jobs.len()];
    for round in 0..=runs {
        told(round);
        doing_of("rounds of runs", round, runs + 1);
        let mut order: Vec<usize> = (0..jobs.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for index in order {
            if series[index].failure.is_some() {
                continue;
            }
            match executor.run(&jobs[index]) {
                Err(ProcessError::Interrupted) => return Err(ProcessError::Interrupted),
                Err(error) => series[index].failure = Some(error.to_string()),
                Ok(done) if !is_fine(done.ending, may_fail) => {
                    series[index].failure = Some(done.failure());
                }
                // The first run fills caches.
                Ok(_) if round == 0 => {}
                Ok(done) => series[index].add(&done),
            }
        }
    }
    Ok(series)
}

/// Whether a run counts: it went well, or ended by itself where that is enough.
fn is_fine(ending: Ending, may_fail: bool) -> bool {
    ending.is_success() || may_fail && matches!(ending, Ending::Exit(_))
}

impl Series {
    fn add(&mut self, done: &Done) {
        // The system counts in microseconds.
        let ms = |time: std::time::Duration| time.as_micros() as f64 / 1000.0;
        self.cpu_ms.push(ms(done.usage.cpu()));
        self.user_ms.push(ms(done.usage.user));
        self.system_ms.push(ms(done.usage.system));
        self.wall_ms.push(ms(done.usage.wall));
        self.peak_bytes.extend(done.usage.peak_bytes);
    }
}

#[cfg(test)]
pub(super) mod mock {
    //! An executor that starts nothing: each command takes what it is told.
    use std::time::Duration;

    use super::*;
    use crate::process::{Captured, Usage};

    /// What running a job gives, by its command line and the number of runs so far.
    pub struct Mock<F: FnMut(&str, usize) -> Done> {
        pub answer: F,
        pub log: Vec<String>,
    }

    impl<F: FnMut(&str, usize) -> Done> Executor for Mock<F> {
        fn run(&mut self, job: &Job) -> Result<Done, ProcessError> {
            let line = job.shown();
            let count = self.log.iter().filter(|earlier| **earlier == line).count();
            self.log.push(line.clone());
            Ok((self.answer)(&line, count))
        }
    }

    /// A run that took so much CPU time, all of it in user mode, and half as much again by the clock.
    pub fn took(cpu_ms: u64) -> Done {
        Done {
            ending: Ending::Exit(0),
            stdout: Captured::default(),
            stderr: Captured::default(),
            usage: Usage {
                wall: Duration::from_millis(cpu_ms * 3 / 2),
                user: Duration::from_millis(cpu_ms),
                peak_bytes: Some(cpu_ms << 20),
                ..Usage::default()
            },
        }
    }

    /// A run that failed with a word on standard error.
    pub fn failed(stderr: &str) -> Done {
        Done {
            ending: Ending::Exit(1),
            stderr: Captured {
                bytes: stderr.as_bytes().to_vec(),
                ..Captured::default()
            },
            ..took(1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mock::{Mock, failed, took};
    use super::*;

    fn jobs(names: &[&str]) -> Vec<Job> {
        names.iter().map(|name| Job::new(*name)).collect()
    }

    #[test]
    fn rounds_go_back_and_forth() {
        let mut mock = Mock {
            answer: |_: &str, _| took(5),
            log: Vec::new(),
        };
        let mut rounds = Vec::new();
        let found = interleaved(&jobs(&["a", "b"]), 4, false, &mut mock, &mut |round| rounds.push(round)).unwrap();
        assert_eq!(mock.log.join(""), "abbaabbaab");
        assert_eq!(rounds, [0, 1, 2, 3, 4]);
        assert_eq!(found[0].cpu_ms, [5.0; 4]);
        assert_eq!(found[0].peak_bytes, [5 << 20; 4]);
    }

    #[test]
    fn a_machine_that_slows_down_favours_nobody() {
        let mut clock = 0;
        let mut mock = Mock {
            answer: |_: &str, _| {
                clock += 1;
                took(100 + clock)
            },
            log: Vec::new(),
        };
        let found = interleaved(&jobs(&["a", "b"]), 8, false, &mut mock, &mut |_| {}).unwrap();
        let mean = |series: &Series| series.cpu_ms.iter().sum::<f64>() / 8.0;
        assert_eq!(mean(&found[0]), mean(&found[1]));
    }

    #[test]
    fn what_fails_is_run_no_more_and_says_why() {
        let answer = |line: &str, _| {
            if line == "a" {
                failed("x\nno such option\n")
            } else {
                took(5)
            }
        };
        let mut mock = Mock {
            answer,
            log: Vec::new(),
        };
        let found = interleaved(&jobs(&["a", "b"]), 2, false, &mut mock, &mut |_| {}).unwrap();
        assert_eq!(mock.log.join(""), "abbb");
        assert_eq!(found[0].failure.as_deref(), Some("exit status 1: no such option"));
        let mut mock = Mock {
            answer,
            log: Vec::new(),
        };
        let found = interleaved(&jobs(&["a"]), 2, true, &mut mock, &mut |_| {}).unwrap();
        assert_eq!((found[0].cpu_ms.len(), &found[0].failure), (2, &None));
    }
}
