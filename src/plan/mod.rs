//! What a set of edits saves, and which set is worth its price.
//!
//! A command's start-up is a graph: what it loads, each module with its own time, and what keeps each module loaded. An edit (a
//! statement whose imports are deferred) takes edges away; it saves the time of the modules that no chain leads to any more.
//! Single edits mostly save nothing, because big modules are shared, so the choice is made among sets: a minimum cut for every
//! price of an edit ([`crate::graph::selection`]). Nothing here reads a file, runs anything or prints.
mod baseline;
mod blame;
#[cfg(test)]
mod brute_force;
mod build;
mod chains;
mod choose;
pub mod file;
mod frontier;
mod imports;
mod joint;
mod later;
pub mod model;
mod network;
mod reason;
mod rivals;
mod steps;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod truth;
mod wishes;

pub use baseline::Baseline;
pub use blame::remaining;
pub use build::build;
pub use chains::why;
pub use choose::{Limits, choose};
pub use frontier::{Choice, choice, frontier, saved_us};
pub use imports::{Import, Imports, UnitId};
pub use later::{cost, met};
pub use network::Workload;
pub use network::{Edge, Hold, Network, NodeId};
pub use rivals::rivals;
pub use steps::{points, steps};
pub use truth::{Difference, compare, hold, learn};
pub use wishes::{Supposed, suppose, wishes};
