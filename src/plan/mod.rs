//! A decision for every import: defer it with a strategy, or keep it with a reason.
pub mod action;
pub mod finding;
pub mod strategy;

pub use action::{Deferral, FilePlan, Insertion};
pub use finding::{Blocked, Finding, Position, Problem, Results, Why};
pub use strategy::Strategy;
