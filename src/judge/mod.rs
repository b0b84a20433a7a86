//! A decision for every import: defer it with a strategy, or keep it with a reason.
//!
//! `import` looks at one import by itself, `choose` at all of them together in the import graph, `decide` puts both into one
//! decision for each import and one plan for each file. Nothing here reads a file, prints or fails.
mod annotations;
mod assumed;
mod both_sides;
mod choose;
mod commands;
mod commute;
mod constants;
mod cycles;
mod decide;
mod doors;
mod early;
mod entries;
mod equals;
mod further;
mod guards;
mod import;
mod inputs;
mod lazily;
mod listed;
mod order;
mod properties;
mod providers;
mod puts;
mod reached;
mod returning;
mod special;
mod subclasses;
mod suppress;
mod sure;
mod tables;
mod taken;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod units;
mod usage;
mod useful;
mod vain;
mod verdict;

pub use commands::{Stale, stale_commands};
pub use decide::{Judged, Plan, decide};
pub use inputs::{Assurance, Inputs, Options, Selection};
pub use reached::is_any_judged;
pub use suppress::{Directive, comments_of, directive};
pub use tables::{HELPER, TABLE_NAMES};
pub use vain::Vain;
pub use verdict::LazyConstant;
pub use verdict::{Decision, Kept, NeededBy, Reasons, Shape};

use crate::verdict::{Code, Insertion, Strategy};
