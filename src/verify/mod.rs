//! The original against the rewritten program: what each module offers, what importing it does, which tests pass, what
//! commands print, what the type checker says; and which edit is to blame for what differs.
//!
//! Observing (`inspect.py`, `suite`, `commands`, `types`) and comparing (`compare`) are apart: what was observed is plain data,
//! and comparing is pure. Blame is found by trying sets of edits (`minimise`), so this room needs to know nothing of how an
//! edit is made: [`Changes`] gives the text of a file for any subset of its edits. Nothing is written outside of a copy of
//! the project in a temporary folder.
mod ability;
mod blame;
mod changes;
mod checks;
mod commands;
mod compare;
mod copy;
mod difference;
mod facts;
mod git;
mod hunks;
mod inspect;
mod linting;
mod loaded;
mod marked;
mod memo;
mod minimise;
mod modules;
mod observe;
mod ran;
mod run;
mod suite;
mod tests_run;
mod types;
mod workspace;

pub use ability::{can_start, looks_at_something};
pub use blame::{Baseline, Blamed, Pass, Verdict, verify};
pub use changes::{Changes, Edit, NoSense};
pub use checks::Checks;
pub use copy::copy_tree;
pub use difference::{Difference, Note, Subject};
pub use git::tree_of;
pub use hunks::Hunks;
pub use linting::{Linting, NewlySaid, newly_said};
pub use modules::{Module, modules};
pub use observe::{AddedNames, Counts};
pub use ran::{Line, ran};
pub use run::{Place, Unable, interpreter};
pub use suite::Tally;
