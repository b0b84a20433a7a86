//! What the user accepts: differences in the state of the process that an accepted risk explains.
use super::super::facts::Seen;
use crate::config::Accept;
use crate::rules::matches;

/// The part of the state that an item of a kind is about, by the name that `accept` and `--show-blocked` have for it.
fn facet(kind: &str, item: &str) -> String {
    let first = |separator: char| item.split(separator).next().unwrap_or_default();
    match kind {
        "environment" => format!("env:{}", first('=')),
        "loggers" => format!("logging:{}", first(' ')),
        "hooks" => first(' ').to_owned(),
        "working directory" => "cwd".to_owned(),
        "arguments" => "argv".to_owned(),
        "recursion limit" => "recursionlimit".to_owned(),
        "garbage collection" => "gc".to_owned(),
        "signals" => "signal".to_owned(),
        "warning filters" => "warnings.filters".to_owned(),
        "exit functions" => "atexit".to_owned(),
        "pickling functions" => "copyreg".to_owned(),
        "decimal context" => "decimal.context".to_owned(),
        other => other.to_owned(),
    }
}

/// The accepted risk that explains why an item of a kind came or went: one about this part of the state, of a module that is
/// no longer loaded with the one that was imported.
pub(super) fn explains<'a>(
    accepted: &'a [Accept],
    kind: &str,
    item: &str,
    (before, after): (&Seen, &Seen),
) -> Option<&'a Accept> {
    let is_later = |one: &Accept| {
        let mut loaded = before.loaded.iter();
        loaded.any(|name| matches(&one.module, name) && !after.loaded.contains(name))
    };
    let facet = facet(kind, item);
    let is_about = |one: &&Accept| match kind {
        // What was printed is not told apart by stream.
        "printed" => one.is_about("stdout") || one.is_about("stderr"),
        _ => one.is_about(&facet),
    };
    accepted.iter().filter(is_about).find(|one| is_later(one))
}
