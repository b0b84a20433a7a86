//! A program that shows the same after a fix as before, and that a second fix leaves alone.
use std::path::Path;

use super::run::{Done, run};
use super::{dormant, tree};

/// Fixes the program in `work`: all that `shown` shows stays as it was, but that nothing heavy is loaded after the help page.
#[track_caller]
pub fn shows_the_same(work: &Path, told: &str, shown: impl Fn() -> Done) {
    let before = shown();
    let wanted = before
        .stdout
        .replacen("heavy after help: True", "heavy after help: False", 1);
    assert_ne!(wanted, before.stdout, "{before:?}");
    let fixed = run(dormant(work).args(["fix", "src"]));
    assert_eq!(fixed.status, 0, "{fixed:?}");
    let after = shown();
    assert_eq!(after.stdout, wanted, "{told}: {fixed:?} {}", after.stderr);
    let once = tree::read(work);
    run(dormant(work).args(["fix", "src"]));
    assert!(tree::read(work) == once, "a second fix changed files again");
}
