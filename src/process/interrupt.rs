//! Ctrl-C and its like: remembered, so that children are ended and temporary folders removed before dormant ends.
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static LISTEN: Once = Once::new();

/// From now on an interruption is remembered instead of ending the process at once; a second one ends it. Running a child
/// does this by itself.
pub fn listen() {
    LISTEN.call_once(|| {
        // Where the system has no such thing, an interruption ends the process as ever.
        let _ = ctrlc::set_handler(|| {
            if INTERRUPTED.swap(true, Ordering::SeqCst) {
                end();
            }
        });
    });
}

/// Whether the user has interrupted dormant.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Ends this process as the signal would have.
#[cfg(unix)]
fn end() {
    use rustix::process::{Signal, getpid, kill_process};
    let _ = kill_process(getpid(), Signal::KILL);
}

#[cfg(not(unix))]
fn end() {
    std::process::abort();
}
