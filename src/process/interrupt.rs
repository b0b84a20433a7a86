//! Ctrl-C and its like: remembered, so that children are ended and temporary folders removed before dormant ends.
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static LISTEN: Once = Once::new();

/// What a shell reports for a program that Ctrl-C ended.
const INTERRUPTED_STATUS: i32 = 130;

/// From now on an interruption is remembered instead of ending the process at once; a second one ends it. Running a child
/// does this by itself.
pub fn listen() {
    LISTEN.call_once(|| {
        // Where the system has no such thing, an interruption ends the process as ever.
        let _ = ctrlc::set_handler(|| {
            if INTERRUPTED.swap(true, Ordering::SeqCst) {
                std::process::exit(INTERRUPTED_STATUS);
            }
        });
    });
}

/// Whether the user has interrupted dormant.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}
