//! A traced run of a command into module times and imports with their places.
//!
//! Knows nothing of settings or of how a profile is shown; it starts the command, and touches nothing but a temporary folder.
mod assemble;
mod error;
mod file;
mod heavy;
mod lazy;
pub mod model;
mod once;
mod own;
mod place;
mod record;
mod run;
mod tracer;

pub use error::ProfileError;
pub use file::{FileError, load, save};
pub use heavy::{DEFAULT_THRESHOLD_MS, heavy};
pub use lazy::{Deferral, needed};
pub use model::Profile;
pub use once::{Texts, once};
pub use run::{Measured, Request, measure};
pub use tracer::Bytecode;

/// A small profile for the tests of this and of later rooms.
#[cfg(test)]
pub mod testing;
