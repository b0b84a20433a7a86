//! Going through folders: every entry that a walk is about, as it is found. A walk on one thread that looks for ignore files in
//! the listing of each folder, and not by asking for each of their names, takes a third of the time.
use std::sync::{Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder, WalkState};

/// Calls `see` with every entry and every error of a walk; in no order.
pub(super) fn each(builder: &mut WalkBuilder, see: impl FnMut(Result<DirEntry, ignore::Error>) + Send) {
    let see = Mutex::new(see);
    builder.threads(1).build_parallel().run(|| {
        Box::new(|entry| {
            (see.lock().unwrap_or_else(PoisonError::into_inner))(entry);
            WalkState::Continue
        })
    });
}
