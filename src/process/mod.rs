//! Running other programs: one child at a time, with an end, and an account of what it took.
//!
//! Knows nothing of measuring or of what the outputs mean; of Python, only which command lines start it.
mod available;
mod child;
mod command;
mod doing;
mod ending;
mod interrupt;
mod memory;
mod output;
mod own_cpu;
mod wait;

pub use available::available_bytes;
pub use child::{Done, Job};
pub use command::{CommandError, Handler, PythonCommand, Start};
pub use doing::{Doing, doing, doing_of, hear};
pub use ending::{Ending, ProcessError, Usage};
pub use interrupt::{interrupted, listen};
pub use output::Captured;
