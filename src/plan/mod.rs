//! A decision for every import: defer it with a strategy, or keep it with a reason.
//!
//! `judge` looks at one import by itself, `choose` at all of them together in the import graph, `decide` puts both into one
//! decision for each import and one plan for each file. Nothing here reads a file, prints or fails.
pub mod action;
mod annotations;
mod choose;
mod codes;
mod commands;
mod constants;
mod cycles;
mod decide;
pub mod finding;
mod guards;
mod inputs;
mod judge;
pub mod observed;
pub mod strategy;
mod suppress;
mod tables;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod usage;
mod verdict;

pub use action::{
    CommandText, Deferral, DeferredConstant, Deprecated, Entry, FilePlan, Helper, Insertion, Refresh, StandInCall,
    Wrapping,
};
pub use codes::Code;
pub use commands::{COMMAND_NAMES, Stale, stale_commands};
pub use constants::LazyConstant;
pub use decide::{Plan, decide};
pub use finding::{Blocked, Finding, Position, Problem, Results, STALE, Why};
pub use inputs::{Inputs, Options, Selection};
pub use observed::{ObservedCall, ObservedEffect, ObservedModule};
pub use strategy::Strategy;
pub use suppress::{Directive, comments_of, directive};
pub use tables::{HELPER, TABLE_NAMES};
pub use verdict::{Decision, Kept, Shape};
