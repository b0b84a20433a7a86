//! What keeps an import and what does not: for every reason a source that has it, and one nearby that is deferred.
mod annotations;
mod attempts;
mod blocks;
mod commands;
mod constants;
mod early;
mod effort;
mod executed_files;
mod fallbacks;
mod functions;
mod guarded;
mod handlers;
mod hazards;
mod hazards_names;
mod held;
mod hints;
mod hooked;
mod installed;
mod kept_by_packages;
mod lazy;
mod loggers;
mod modules_by_name;
mod moved_past;
mod name;
mod named_by_others;
mod noticed;
mod outside;
mod pages;
mod quoting;
mod readers;
mod readers_of_submodules;
mod reasons;
mod reflection;
mod returning;
mod scans;
mod search_path;
mod seen;
mod starts;
mod statement;
mod strategies;
mod submodules;
mod tables;
mod taken;
mod together;
mod uncalled;
mod usage;
mod wild;

use super::Code;
use crate::verdict::Source;

/// The text of the tests: a reason without a test of its own is a reason that may have stopped working.
const TEXTS: [&str; 12] = [
    include_str!("annotations.rs"),
    include_str!("commands.rs"),
    include_str!("modules_by_name.rs"),
    include_str!("name.rs"),
    include_str!("outside.rs"),
    include_str!("seen.rs"),
    include_str!("starts.rs"),
    include_str!("statement.rs"),
    include_str!("submodules.rs"),
    include_str!("tables.rs"),
    include_str!("together.rs"),
    include_str!("usage.rs"),
];

#[test]
fn every_reason_has_a_test() {
    for code in Code::ALL.into_iter().filter(|code| code.source() == Source::Judged) {
        let name = format!("Code::{code:?}");
        assert!(
            TEXTS
                .iter()
                .any(|text| text.contains(&format!("{name})")) || text.contains(&format!("{name},"))),
            "no check_kept for {name}"
        );
    }
}
