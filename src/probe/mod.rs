//! What importing a module really changes: it is imported in a fresh interpreter, twice, and the interpreter is asked.
//!
//! The first run sees what changed between before and after; the second, which looks at those places whenever a module begins
//! or ends, sees whose doing it was. `script/` holds the Python that does the looking. This runs the code of the module, so
//! it happens only when asked for. Knows nothing of sources or plans.
mod interpreter;
pub mod observed;
mod run;
mod script;

pub use interpreter::interpreter;
pub use observed::{Finding, Observed};
pub use run::{ProbeError, Prober};
