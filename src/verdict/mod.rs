//! What comes out of judging, as plain data: strategies, reasons, findings, and the edits to make. It decides nothing.
mod action;
mod attempt;
mod codes;
mod counted;
pub mod finding;
pub mod fix;
mod lazily;
mod moved;
pub mod observed;
pub mod page;
pub mod site;
mod stand_in;
pub mod strategy;
pub mod style;

pub use action::{Deferral, DeferredConstant, FilePlan, HELPER_MARKER, Helper, Refresh, USED_BY_HOOK};
pub use attempt::DeferredAttempt;
pub use codes::{Code, Source};
pub use counted::counted;
pub use finding::{Accepted, Blocked, Finding, Position, Problem, Reason, Results, Why, shown_place};
pub use fix::{Bytes, Changed, Fix, Fixes};
pub use lazily::{Holds, Lazily};
pub use moved::{Entry, Forward, Insertion, Moved, Wrapping};
pub use observed::{ObservedCall, ObservedEffect, ObservedModule};
pub use site::ImportSite;
pub use stand_in::{CommandText, Deprecated, StandInCall, StandInClass};
pub use strategy::{Strategy, Way};
pub use style::{ImportStyle, Marks, SECTIONS, Sections};
