//! The files that bring dormant into a project: configuration, pre-commit hook and CI workflow. Texts from facts and from what
//! is there already; pure, nothing is read or written here.
//!
//! What is there is never changed but by adding to it, and what was added once is not added again.
mod configuration;
mod docker;
mod facts;
mod potential;
mod pre_commit;
mod steps;
mod told;
mod workflow;

pub use configuration::configuration;
pub use docker::{docker_ignore, dockerfile};
pub use facts::{Facts, Lock, Written};
pub use potential::Potential;
pub use pre_commit::pre_commit;
pub use steps::{Found, Step, found, steps};
pub use told::{Document, Init, Initialised};
pub use workflow::workflow;
