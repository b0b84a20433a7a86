//! A sign of life on the terminal for runs that take longer than a second. Narrative: on stderr, and only where people look.
use std::cell::Cell;
use std::io::{IsTerminal, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::args::Verbosity;
use crate::process::{Doing, hear};

/// Shown while it lives, from its second second on.
pub(super) struct Progress {
    what: &'static str,
    text: Arc<Mutex<Now>>,
    done: Option<Sender<()>>,
    shower: Option<JoinHandle<()>>,
}

const QUIET_FOR: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

impl Progress {
    /// Begins to wait; shows nothing where stderr is not a terminal or `wanted` is false.
    pub fn start(what: &'static str, wanted: bool) -> Progress {
        let text = Arc::new(Mutex::new(Now {
            text: what.to_owned(),
            ..Now::default()
        }));
        if !wanted || !std::io::stderr().is_terminal() {
            return Progress {
                what,
                text,
                done: None,
                shower: None,
            };
        }
        let heard = Arc::clone(&text);
        let mut pace = Pace::default();
        hear(Some(Box::new(move |said| {
            let left = pace.left(&said, Instant::now());
            let mut now = heard.lock().unwrap_or_else(PoisonError::into_inner);
            let count = said
                .done
                .map(|(done, all)| format!("{done} of {all} "))
                .unwrap_or_default();
            now.text = format!("{what}: {count}{}", said.what);
            now.until = left.map(|left| Instant::now() + left);
        })));
        let (done, waits) = channel();
        let shared = Arc::clone(&text);
        let shower = std::thread::spawn(move || {
            if waits.recv_timeout(QUIET_FOR) == Err(RecvTimeoutError::Timeout) {
                show(&shared, &waits);
            }
        });
        Progress {
            what,
            text,
            done: Some(done),
            shower: Some(shower),
        }
    }

    /// Says how far it is, such as `round 3 of 15`.
    pub fn tell(&self, detail: &str) {
        let mut now = self.text.lock().unwrap_or_else(PoisonError::into_inner);
        now.text = format!("{}: {detail}", self.what);
        now.until = None;
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(done) = self.done.take() {
            hear(None);
            drop(done);
        }
        if let Some(shower) = self.shower.take() {
            // A shower that panicked has shown nothing: no reason to fail.
            let _ = shower.join();
        }
    }
}

/// How long what is counted took so far: what is left takes as long for each.
#[derive(Debug, Default)]
struct Pace {
    what: String,
    began: Option<(Instant, usize)>,
}

impl Pace {
    /// How long the rest of it takes; none where it has just begun, or nothing is counted.
    fn left(&mut self, said: &Doing, now: Instant) -> Option<Duration> {
        if self.what != said.what {
            self.what.clone_from(&said.what);
            self.began = None;
        }
        let (done, all) = said.done?;
        let (began, from) = *self.began.get_or_insert((now, done));
        let made = done.checked_sub(from).filter(|made| *made > 0)?;
        let each = now.duration_since(began).as_secs_f64() / made as f64;
        Some(Duration::from_secs_f64(each * all.saturating_sub(done) as f64))
    }
}

/// Shows a line that changes, until nobody waits any more.
fn show(shared: &Mutex<Now>, waits: &Receiver<()>) {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg} {elapsed}") {
        bar.set_style(style);
    }
    while waits.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        let now = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let left = now.until.map(|until| until.saturating_duration_since(Instant::now()));
        bar.set_message(format!("{}{}", now.text, in_words(left)));
        drop(now);
        bar.tick();
    }
    bar.finish_and_clear();
}

/// What is being done, stage by stage: a line that changes on a terminal, one line for each stage elsewhere.
pub(super) struct Stages {
    count: usize,
    verbosity: Verbosity,
    started: Instant,
    last: Cell<usize>,
    shown: Option<Shown>,
}

/// The line on a terminal.
struct Shown {
    now: Arc<Mutex<Now>>,
    done: Option<Sender<()>>,
    shower: Option<JoinHandle<()>>,
}

/// What the line says, and until when.
#[derive(Default)]
struct Now {
    text: String,
    until: Option<Instant>,
}

impl Stages {
    pub fn start(count: usize, verbosity: Verbosity) -> Stages {
        let has_line = verbosity == Verbosity::Normal && std::io::stderr().is_terminal();
        Stages {
            count,
            verbosity,
            started: Instant::now(),
            last: Cell::new(0),
            shown: has_line.then(Shown::start),
        }
    }

    /// Something begins: `detail` in a stage, or a stage of its own where that is empty. `left` is for it and all that follows.
    pub fn tell(&self, stage: usize, text: &str, detail: &str, left: Option<Duration>) {
        let begins = self.last.replace(stage) != stage;
        if let Some(shown) = &self.shown {
            let colon = if detail.is_empty() { "" } else { ": " };
            let mut now = shown.now.lock().unwrap_or_else(PoisonError::into_inner);
            now.text = format!("[{stage}/{}] {text}{colon}{detail}", self.count);
            if left.is_some() || begins {
                now.until = left.map(|left| Instant::now() + left);
            }
        } else if self.verbosity > Verbosity::Quiet && (begins || self.verbosity == Verbosity::Verbose) {
            let what = if detail.is_empty() { text } else { detail };
            let seconds = self.started.elapsed().as_secs();
            let line = format!("{seconds:>5} s  [{stage}/{}] {what}{}", self.count, in_words(left));
            let _ = writeln!(std::io::stderr(), "{line}");
        }
    }
}

impl Shown {
    fn start() -> Shown {
        let now = Arc::new(Mutex::new(Now::default()));
        let (done, waits) = channel();
        let shared = Arc::clone(&now);
        let shower = std::thread::spawn(move || show(&shared, &waits));
        Shown {
            now,
            done: Some(done),
            shower: Some(shower),
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(shower) = self.shower.take() {
            let _ = shower.join();
        }
    }
}

/// `, about 40 s left`; nothing where that is not known.
fn in_words(left: Option<Duration>) -> String {
    match left.map(|left| left.as_secs_f64().round() as u64) {
        None => String::new(),
        Some(seconds) if seconds < 120 => format!(", about {} s left", seconds.max(1)),
        Some(seconds) => format!(", about {} min left", (seconds + 30) / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_takes_as_long_as_what_is_done() {
        let (mut pace, began) = (Pace::default(), Instant::now());
        let mut left = |what: &str, done, seconds| {
            let what = what.to_owned();
            pace.left(&Doing { what, done }, began + Duration::from_secs(seconds))
        };
        assert_eq!(left("runs", Some((0, 5)), 0), None);
        assert_eq!(left("runs", Some((2, 5)), 4), Some(Duration::from_secs(6)));
        assert_eq!(left("deciding", None, 9), None);
        assert_eq!(left("files", Some((3, 5)), 10), None);
        assert_eq!(left("files", Some((4, 5)), 12), Some(Duration::from_secs(2)));
    }

    #[test]
    fn what_is_left_is_rounded() {
        let words = |seconds| in_words(Some(Duration::from_secs(seconds)));
        assert_eq!(
            (words(0), words(119), words(151), in_words(None)),
            (
                ", about 1 s left".to_owned(),
                ", about 119 s left".to_owned(),
                ", about 3 min left".to_owned(),
                String::new()
            )
        );
    }
}
