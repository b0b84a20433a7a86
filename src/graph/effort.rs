//! Counts what is done, in tests alone: it has to grow as the program does, not as its square. Time would tell less, and
//! another machine something else.
#[cfg(test)]
thread_local! {
    static SPENT: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Notes that so many things were looked at.
#[cfg(test)]
pub fn spend(things: usize) {
    SPENT.with(|spent| spent.set(spent.get() + things as u64));
}

/// Outside of tests nobody counts.
#[cfg(not(test))]
#[inline(always)]
pub fn spend(_things: usize) {}

/// How many things were looked at by this thread while something was done.
#[cfg(test)]
pub fn spent_on(run: impl FnOnce()) -> u64 {
    let before = SPENT.with(std::cell::Cell::get);
    run();
    SPENT.with(std::cell::Cell::get) - before
}
