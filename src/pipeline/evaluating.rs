//! Executing a program abstractly, on a stack that is as deep as code nests.
use crate::evaluate::{Evaluation, Versions};
use crate::graph::{Followed, Program, Visibility};
use crate::rules::Rules;

/// Bytes of address space, of which only what is used is ever taken.
const STACK: usize = 1 << 30;

/// Executes all modules, and looks at all functions.
pub(super) fn evaluate(program: &Program, visibility: &Visibility, rules: &Rules, versions: Versions) -> Evaluation {
    on_deep_stack(|| Evaluation::new(program, visibility, rules, versions))
}

/// Executes all modules; looks at functions only where `asks` says what they are seen by.
pub(super) fn evaluate_on_demand<'v>(
    program: &Program,
    rules: &Rules,
    versions: Versions,
    asks: impl Fn(&Followed) -> Option<&'v Visibility> + Sync,
) -> Evaluation {
    on_deep_stack(|| Evaluation::on_demand(program, rules, versions, &asks))
}

fn on_deep_stack(run: impl Fn() -> Evaluation + Sync) -> Evaluation {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &run);
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(evaluation)) => evaluation,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // No thread to be had: the stack that there is must do.
            Err(_) => run(),
        }
    })
}
