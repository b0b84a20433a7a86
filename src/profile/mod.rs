//! A traced run of a command into module times and imports with their places.
pub mod model;

pub use model::Profile;

/// A small profile for the tests of this and of later rooms.
#[cfg(test)]
pub mod testing;
