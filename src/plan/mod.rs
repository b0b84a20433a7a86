//! A decision for every import: defer it with a strategy, or keep it with a reason.
//!
//! `judge` looks at one import by itself, `choose` at all of them together in the import graph, `decide` puts both into one
//! decision for each import and one plan for each file. Nothing here reads a file, prints or fails.
pub mod action;
mod annotations;
mod choose;
mod codes;
mod cycles;
mod decide;
pub mod finding;
mod inputs;
mod judge;
pub mod observed;
pub mod strategy;
mod suppress;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod usage;
mod verdict;

pub use action::{Deferral, FilePlan, Insertion};
pub use codes::Code;
pub use decide::{Plan, decide};
pub use finding::{Blocked, Finding, Position, Problem, Results, Why};
pub use inputs::{Inputs, Options};
pub use observed::{ObservedCall, ObservedEffect, ObservedModule};
pub use strategy::Strategy;
pub use suppress::{Directive, comments_of, directive};
pub use verdict::{Decision, Kept, Shape};
