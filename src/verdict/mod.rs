//! What comes out of judging, as plain data: strategies, reasons, findings, and the edits to make. It decides nothing.
pub mod action;
mod codes;
mod counted;
pub mod finding;
pub mod fix;
mod lazily;
pub mod observed;
pub mod page;
pub mod site;
pub mod strategy;
pub mod style;

pub use action::{
    CommandText, Deferral, DeferredAttempt, DeferredConstant, Deprecated, Entry, FilePlan, Forward, HELPER_MARKER,
    Helper, Insertion, Refresh, StandInCall, StandInClass, Wrapping,
};
pub use codes::{Code, Source};
pub use counted::counted;
pub use finding::{Accepted, Blocked, Finding, Position, Problem, Reason, Results, Why, shown_place};
pub use fix::{Bytes, Changed, Fix, Fixes};
pub use lazily::{Holds, Lazily};
pub use observed::{ObservedCall, ObservedEffect, ObservedModule};
pub use site::ImportSite;
pub use strategy::Strategy;
pub use style::{ImportStyle, SECTIONS, Sections};
