//! What is being done and how long it takes, for people: the stages of optimizing, and what is left of the one that runs.
//!
//! What a stage will take is known from what the same took before: a check of the edited program takes as long as that of the
//! original, a round of a measurement as long as the rounds before it.
use std::cell::RefCell;
use std::time::{Duration, Instant};

use crate::verify::Pass;

/// What is being done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Which stage of [`STAGES`], counted from one.
    pub stage: usize,
    /// The stage, and what it is about.
    pub text: String,
    /// What is being done in it; empty at its beginning.
    pub detail: String,
    /// What this stage and those after it are going to take, as far as that is known.
    pub left: Option<Duration>,
}

/// How many stages there are.
pub const STAGES: usize = 4;

/// Runs of a command for the profiles and module counts that go with a measurement, about.
const MORE_RUNS: f64 = 20.0;

/// The stages that have been, and the one that runs.
pub(super) struct Stages<'a> {
    tell: &'a dyn Fn(&Told),
    ended: Vec<(&'static str, Duration)>,
    current: Option<(&'static str, String, Instant)>,
    clock: RefCell<Clock>,
}

/// What is known of durations.
#[derive(Debug, Default)]
struct Clock {
    /// The milliseconds of one run of each command, by the clock.
    starts_ms: Vec<f64>,
    /// Rounds of a measurement.
    runs: u32,
    /// The check of the original that runs, or what it took.
    pass: Option<Instant>,
    pass_took: Option<Duration>,
    /// The command that is measured, the beginning of its last round, and what the ones before took.
    command: usize,
    round: Option<Instant>,
    rounds: Vec<Duration>,
}

impl<'a> Stages<'a> {
    pub fn new(tell: &'a dyn Fn(&Told)) -> Stages<'a> {
        Stages {
            tell,
            ended: Vec::new(),
            current: None,
            clock: RefCell::default(),
        }
    }

    /// A stage begins.
    pub fn begin(&mut self, name: &'static str, about: String) {
        self.end();
        self.current = Some((name, about, Instant::now()));
        let left = match name {
            "measuring" => self.clock.borrow().measurement(),
            _ => None,
        };
        self.told(String::new(), left);
    }

    /// One run of each command takes so many milliseconds, and so many runs will be measured.
    pub fn starts(&self, starts_ms: impl Iterator<Item = f64>, runs: u32) {
        let mut clock = self.clock.borrow_mut();
        clock.starts_ms = starts_ms.collect();
        clock.runs = runs;
    }

    /// Something is done within a stage.
    pub fn say(&self, detail: &str) {
        self.told(detail.to_owned(), None);
    }

    /// Something is checked: see [`crate::verify::verify`].
    pub fn checking(&self, said: &str) {
        let now = Instant::now();
        let mut clock = self.clock.borrow_mut();
        if let Some(pass) = Pass::of(said) {
            clock.begin_pass(pass, now);
        }
        let left = clock.checks(now);
        drop(clock);
        self.told(said.to_owned(), left);
    }

    /// The measurement of a command begins.
    pub fn measuring(&self, command: usize) {
        let mut clock = self.clock.borrow_mut();
        clock.command = command;
        clock.round = None;
        clock.rounds.clear();
    }

    /// A round of a measurement begins.
    pub fn round(&self, said: &str) {
        let now = Instant::now();
        let mut clock = self.clock.borrow_mut();
        if let Some(began) = clock.round.replace(now) {
            clock.rounds.push(now - began);
        }
        let left = clock.measurement();
        drop(clock);
        self.told(said.to_owned(), left);
    }

    /// What each stage took.
    pub fn ended(mut self) -> Vec<(&'static str, Duration)> {
        self.end();
        self.ended
    }

    fn end(&mut self) {
        if let Some((name, _, began)) = self.current.take() {
            self.ended.push((name, began.elapsed()));
        }
    }

    fn told(&self, detail: String, left: Option<Duration>) {
        let text = self
            .current
            .as_ref()
            .map_or_else(String::new, |(name, about, _)| format!("{name} {about}"));
        (self.tell)(&Told {
            stage: self.ended.len() + 1,
            text,
            detail,
            left,
        });
    }
}

impl Clock {
    fn begin_pass(&mut self, pass: Pass, now: Instant) {
        match (pass, self.pass) {
            (Pass::Edited, Some(began)) if self.pass_took.is_none() => self.pass_took = Some(now - began),
            _ => {}
        }
        self.pass = Some(now);
    }

    /// What is left of the checks, and the measurement after them.
    fn checks(&self, now: Instant) -> Option<Duration> {
        let (began, took) = (self.pass?, self.pass_took?);
        let rest = took.saturating_sub(now - began);
        Some(rest + self.measurement().unwrap_or_default())
    }

    /// What is left of the measurement: of this command as its rounds so far tell, of the others as their profiles do.
    fn measurement(&self) -> Option<Duration> {
        let rounds = f64::from(self.runs + 1);
        let predicted = |ms: &f64| Duration::from_secs_f64((2.0 * rounds + MORE_RUNS) * ms.max(0.0) / 1000.0);
        let later: Duration = self.starts_ms.iter().skip(self.command + 1).map(predicted).sum();
        let first = predicted(self.starts_ms.get(self.command)?);
        let mut seen = self.rounds.clone();
        seen.sort();
        let current = match seen.get(seen.len() / 2) {
            Some(median) => *median * (self.runs + 1).saturating_sub(seen.len() as u32),
            None => first,
        };
        Some(current + later)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn a_second_pass_takes_as_long_as_the_first() {
        let start = Instant::now();
        let mut clock = Clock {
            starts_ms: vec![100.0],
            runs: 9,
            ..Clock::default()
        };
        assert_eq!(clock.checks(start), None);
        clock.begin_pass(Pass::Original, start);
        assert_eq!(clock.checks(start + seconds(5)), None);
        clock.begin_pass(Pass::Edited, start + seconds(30));
        // Then 20 runs of the command in rounds, and 20 more.
        assert_eq!(clock.checks(start + seconds(30)), Some(seconds(34)));
        assert_eq!(clock.checks(start + seconds(50)), Some(seconds(14)));
        assert_eq!(clock.checks(start + seconds(99)), Some(seconds(4)));
        clock.begin_pass(Pass::Reduced, start + seconds(99));
        assert_eq!(clock.checks(start + seconds(99)), Some(seconds(34)));
    }

    #[test]
    fn the_rounds_so_far_tell_what_is_left() {
        let mut clock = Clock {
            starts_ms: vec![100.0, 200.0],
            runs: 9,
            ..Clock::default()
        };
        assert_eq!(clock.measurement(), Some(seconds(12)));
        clock.rounds = [9, 1, 2].map(seconds).to_vec();
        assert_eq!(clock.measurement(), Some(seconds(14 + 8)));
        clock.command = 1;
        clock.rounds = [1; 10].map(seconds).to_vec();
        assert_eq!(clock.measurement(), Some(seconds(0)));
    }

    #[test]
    fn stages_are_counted() {
        let said = RefCell::new(Vec::new());
        let tell = |told: &Told| {
            said.borrow_mut()
                .push(format!("{} {}: {}", told.stage, told.text, told.detail))
        };
        let mut stages = Stages::new(&tell);
        stages.begin("profiling", "app".to_owned());
        stages.begin("verifying", "3 edits".to_owned());
        stages.checking("running pytest");
        assert_eq!(stages.ended().len(), 2);
        assert_eq!(
            *said.borrow(),
            [
                "1 profiling app: ",
                "2 verifying 3 edits: ",
                "2 verifying 3 edits: running pytest"
            ]
        );
    }
}
