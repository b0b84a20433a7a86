//! Executing a program abstractly, on a stack that is as deep as code nests.
use crate::evaluate::{Evaluation, Versions};
use crate::graph::{Program, Visibility};
use crate::rules::Rules;

/// Bytes of address space, of which only what is used is ever taken.
const STACK: usize = 1 << 30;

/// Executes all modules.
pub(super) fn evaluate(program: &Program, visibility: &Visibility, rules: &Rules, versions: Versions) -> Evaluation {
    let run = || Evaluation::new(program, visibility, rules, versions, |_| true);
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(evaluation)) => evaluation,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // No thread to be had: the stack that there is must do.
            Err(_) => run(),
        }
    })
}
