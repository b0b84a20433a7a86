//! What this process is doing, for whoever shows it while somebody waits. Nothing is done where nobody listens.
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// Something that is being done, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doing {
    /// In a few words.
    pub what: String,
    /// How many of how many are done, where they are counted.
    pub done: Option<(usize, usize)>,
}

/// Who wants to know.
pub type Listener = Box<dyn FnMut(Doing) + Send>;

static IS_HEARD: AtomicBool = AtomicBool::new(false);
static LISTENER: Mutex<Option<Listener>> = Mutex::new(None);

/// Has one listener hear what is being done from now on, or none.
pub fn hear(listener: Option<Listener>) {
    IS_HEARD.store(listener.is_some(), Ordering::Relaxed);
    *LISTENER.lock().unwrap_or_else(PoisonError::into_inner) = listener;
}

/// Says that something begins.
pub fn doing(what: &str) {
    tell(what, None);
}

/// Says that of `all` things `done` are done.
pub fn doing_of(what: &str, done: usize, all: usize) {
    tell(what, Some((done, all)));
}

fn tell(what: &str, done: Option<(usize, usize)>) {
    if !IS_HEARD.load(Ordering::Relaxed) {
        return;
    }
    if let Some(listener) = &mut *LISTENER.lock().unwrap_or_else(PoisonError::into_inner) {
        let what = what.to_owned();
        listener(Doing { what, done });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn what_is_done_is_heard_by_who_listens() {
        let heard = Arc::new(Mutex::new(Vec::new()));
        doing("nothing");
        let shared = Arc::clone(&heard);
        hear(Some(Box::new(move |said| shared.lock().unwrap().push(said))));
        doing_of("only this test says so", 1, 3);
        hear(None);
        doing("nothing");
        let heard = heard.lock().unwrap();
        let own: Vec<_> = heard.iter().filter(|said| said.what.starts_with("only")).collect();
        assert!(own.len() == 1 && own[0].done == Some((1, 3)), "{heard:?}");
    }
}
