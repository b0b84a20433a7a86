//! Entries of the search path that change their place: what is found there still is, if perhaps later than something else of its name.
use rustc_hash::FxHashSet;

use super::Commute;
use super::finders::is;
use super::known::is_found_on_path;
use crate::evaluate::{Access, Effect, Evaluation};
use crate::graph::{Bits, ModuleId, Program};
use crate::semantics::code::{Code, Expr};
use crate::syntax::Span;

impl Commute<'_> {
    /// Whether a write that takes an entry away from the search path changes what the import of one of those that move finds.
    pub(super) fn loses_entry(&self, write: &Effect, moved: &Bits) -> bool {
        let program = self.inputs.program;
        match self.is_put_elsewhere(write) {
            // The folder of a script is the first entry: a file beside it hides what has its name, and does so no more.
            true => moved.iter().any(|id| is_named_beside(program, write.module, id)),
            false => moved.iter().any(|id| is_found_on_path(program, id)),
        }
    }

    /// `sys.path.append(sys.path.pop(0))`: what a call takes away, the call around it puts on the search path.
    pub(super) fn is_put_elsewhere(&self, write: &Effect) -> bool {
        let put = || put_elsewhere(self.inputs.program, self.inputs.evaluation);
        self.put_elsewhere
            .get_or_init(put)
            .contains(&(write.module, write.span))
    }
}

/// The calls that take an entry away which the call around them puts on the search path.
fn put_elsewhere(program: &Program, evaluation: &Evaluation) -> FxHashSet<(ModuleId, Span)> {
    let at_import = program.own_modules().flat_map(|id| &evaluation.of[id]);
    let later = evaluation.later.iter().flat_map(|later| &later.effects);
    let puts = at_import
        .chain(later)
        .filter(|put| is(put, "sys.path") && put.access != Access::Read);
    let taken = puts.filter_map(|put| {
        let code = &program.facts(put.module)?.code;
        let mut calls = code.expressions.iter().zip(&code.spans);
        let taken = calls.find_map(|(call, at)| taken_by(code, call).filter(|_| *at == put.span))?;
        Some((put.module, taken))
    });
    taken.collect()
}

/// Where a call that adds an entry takes it from the end or the beginning of a list: `append(sys.path.pop(0))`.
fn taken_by(code: &Code, call: &Expr) -> Option<Span> {
    let method = |callee| match code.expression(callee) {
        Expr::Attribute(_, method) => Some(code.name(*method)),
        _ => None,
    };
    let Expr::Call(callee, handed) = call else { return None };
    let entry = match (method(*callee)?, &**handed) {
        ("append", [entry]) | ("insert", [_, entry]) => entry.value,
        _ => return None,
    };
    // `remove` gives nothing back.
    let Expr::Call(callee, _) = code.expression(entry) else {
        return None;
    };
    (method(*callee)? == "pop").then(|| code.span(entry))
}

/// Whether a module of the project in the same folder as `writer` has the name by which another one is looked for.
fn is_named_beside(program: &Program, writer: ModuleId, moved: ModuleId) -> bool {
    let wanted = program.modules[moved].top();
    let folder = program.parent(writer);
    let mut beside = program.own_modules().filter(|&id| program.parent(id) == folder);
    beside.any(|id| program.modules[id].last() == wanted)
}
