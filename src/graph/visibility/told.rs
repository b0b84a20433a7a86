//! Whether a file that imports another one tells it anything: names of modules in its strings reach code only through what it calls,
//! sets, extends or hands on of it.
use rustc_hash::FxHashSet;

use super::look::Look;
use super::parts::{Part, each_part};
use crate::graph::program::{Entity, ModuleId};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Argument, Code, Expr, ExprId, Literal};
use crate::semantics::facts::{OperationKind, Path};

impl Look<'_> {
    /// Whether code of `other`, which imports this file, may hand a string of its own to code of this file: it calls something by a
    /// name that is defined here, extends a class of this file, sets something of it, or hands it on together with what may hold a
    /// name.
    pub(super) fn is_told_by(&self, other: ModuleId, facts: &ModuleFacts) -> bool {
        let program = self.program;
        let defined: FxHashSet<&str> = self.facts.definitions.iter().map(|one| one.name.as_str()).collect();
        let is_of_this = |path: &Path| match program.entity(other, path) {
            Some(Entity::Attribute(module, _) | Entity::Module(module)) => module == self.module,
            None => false,
        };
        let acts = facts
            .operations
            .iter()
            .any(|operation| match (&operation.path, operation.kind) {
                (None, _) => false,
                (Some(path), OperationKind::WriteAttribute | OperationKind::WriteItem) => is_of_this(path),
                (Some(path), _) => defined.contains(path.last()) || is_of_this(path),
            });
        let extends = || {
            let bases = facts.definitions.iter().flat_map(|one| one.bases.iter().flatten());
            bases.into_iter().any(is_of_this)
        };
        let taken = || -> FxHashSet<&str> {
            let imports = facts.imports.iter();
            let of_this = imports.filter(|import| program.targets(other, import).contains(&self.module));
            of_this.map(|import| import.bound_name()).collect()
        };
        acts || extends() || hands_on(&facts.code, &taken())
    }
}

/// Whether code does anything with one of these names but to call it, to read its attributes, or to hand it on beside plain words.
fn hands_on(code: &Code, taken: &FxHashSet<&str>) -> bool {
    let is_taken = |at: ExprId| matches!(*code.expression(at), Expr::Name(name) if taken.contains(code.name(name)));
    code.bodies.iter().any(|body| {
        let mut tells = false;
        each_part(code, &body.statements, &mut |part| {
            let Part::Expression(at, parent) = part else { return };
            if is_taken(at) {
                tells |= match parent.map(|parent| code.expression(parent)) {
                    Some(Expr::Call(_, arguments)) => arguments.iter().any(|one| may_tell(code, one, &is_taken)),
                    Some(Expr::Attribute(..)) => false,
                    Some(_) | None => true,
                };
            }
        });
        tells
    })
}

/// Whether an argument may hold the name of a module: not a word, a number or the like, nor what is handed on itself.
fn may_tell(code: &Code, argument: &Argument, is_taken: &dyn Fn(ExprId) -> bool) -> bool {
    match code.expression(argument.value) {
        Expr::Literal(Literal::Text(text)) => code.name(*text).contains('.'),
        Expr::Literal(_) => false,
        _ => !is_taken(argument.value),
    }
}
