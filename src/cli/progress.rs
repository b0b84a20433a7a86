//! A sign of life on the terminal for runs that take longer than a second. Narrative: on stderr, and only where people look.
use std::io::IsTerminal;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Shown while it lives, from its second second on.
pub(super) struct Progress {
    done: Option<Sender<()>>,
    shower: Option<JoinHandle<()>>,
}

const QUIET_FOR: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

impl Progress {
    /// Begins to wait; shows nothing where stderr is no terminal or `wanted` is false.
    pub fn start(what: &'static str, wanted: bool) -> Progress {
        if !wanted || !std::io::stderr().is_terminal() {
            return Progress {
                done: None,
                shower: None,
            };
        }
        let (done, waits) = channel();
        let shower = std::thread::spawn(move || {
            if waits.recv_timeout(QUIET_FOR) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new_spinner().with_message(what);
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
                bar.set_style(style);
            }
            while waits.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                bar.tick();
            }
            bar.finish_and_clear();
        });
        Progress {
            done: Some(done),
            shower: Some(shower),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(shower) = self.shower.take() {
            // A shower that panicked has shown nothing: no reason to fail.
            let _ = shower.join();
        }
    }
}
