//! The whole program: its modules, what names mean across them, the import graph and what it reaches, and who sees which name.
//! One query per file. It reports what is so; it never says what should be done about it.
pub mod bits;
pub mod dominators;
pub mod edges;
pub mod effort;
mod execution;
pub mod flow;
mod followed;
pub mod listed;
mod picks;
pub mod program;
pub mod reach;
pub mod selection;
#[cfg(test)]
mod tests;
pub mod unfinished;
pub mod visibility;

pub use bits::Bits;
pub use edges::{Edge, EdgeKey, Graph};
pub use execution::{Bodies, called, called_by_scripts, own_method};
pub use followed::{Executed, Followed, LoadedByCall};
pub use picks::Picked;
pub use program::{Entity, Hop, Kind, Module, ModuleId, Program, Targets, Trail};
pub use reach::Reach;
pub use visibility::{Known, Reached, Sifted, Sighting, Visibility, asks_for_names, names_of_frame};
