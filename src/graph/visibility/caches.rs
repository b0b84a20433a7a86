//! Attributes that keep nothing but modules which the code makes itself: `self.cache[name] = types.ModuleType(name)`.
use rustc_hash::FxHashSet;

use super::look::Look;
use super::parts::{Part, each_part};
use crate::semantics::code::{Code, Expr, ExprId, Name, Stmt};

/// Functions that make an empty module.
/// Not in `rules/`: the language has no others.
const MAKERS: [&str; 2] = ["ModuleType", "module_from_spec"];
/// Methods of a dict that put nothing into it.
/// Not in `rules/`: they are those of a builtin.
const TAKING: [&str; 6] = ["clear", "get", "items", "keys", "pop", "values"];

impl Look<'_> {
    /// Whether an attribute of this name is a dict into which this file, and nobody else, puts modules that it has just made, and
    /// nothing else.
    pub(super) fn keeps_new_modules(&self, attribute: &str) -> bool {
        let others = self.program.own_modules().filter(|&id| id != self.module);
        let mut others = others.filter_map(|id| self.program.facts(id));
        let code = &self.facts.code;
        let by_name = code.names.iter().position(|name| name == attribute);
        let Some(name) = by_name.and_then(|at| Name::try_from(at).ok()) else {
            return false;
        };
        let mut filled = 0;
        let mut bodies = code.bodies.iter();
        let is_kept = bodies.all(|body| is_kept(code, &body.statements, name, &mut filled));
        is_kept && filled > 0 && !others.any(|facts| facts.code.has_name(attribute))
    }
}

/// Whether statements, but for the bodies of functions and classes in them, do nothing else with the attribute. Counts the modules that
/// they put into it.
fn is_kept(code: &Code, statements: &[Stmt], name: Name, filled: &mut usize) -> bool {
    let is_it = |at: ExprId| matches!(*code.expression(at), Expr::Attribute(_, of) if of == name);
    let mut stored = FxHashSet::default();
    let mut is_kept = stores(code, statements, &is_it, (&mut stored, filled));
    each_part(code, statements, &mut |part| {
        let Part::Expression(at, parent) = part else {
            return;
        };
        if is_it(at) && !stored.contains(&at) {
            is_kept &= parent.is_some_and(|parent| match *code.expression(parent) {
                Expr::Subscript(of, _) => of == at,
                Expr::Attribute(_, method) => TAKING.contains(&code.name(method)),
                Expr::Compare(..) => true,
                _ => false,
            });
        }
    });
    is_kept
}

/// Whether all that is put into the attribute, or into its items, is a new module, or a new dict of none. Notes where it is set, and
/// counts modules.
fn stores(
    code: &Code,
    statements: &[Stmt],
    is_it: &dyn Fn(ExprId) -> bool,
    (stored, filled): (&mut FxHashSet<ExprId>, &mut usize),
) -> bool {
    statements.iter().all(|statement| {
        let is_right = match statement {
            Stmt::Assign { targets, value } => targets.iter().all(|&target| match *code.expression(target) {
                Expr::Subscript(of, _) if is_it(of) => {
                    *filled += 1;
                    makes_module(code, *value)
                }
                _ if is_it(target) => {
                    stored.insert(target);
                    matches!(code.expression(*value), Expr::Dict(items) if items.is_empty())
                }
                _ => true,
            }),
            Stmt::Augment { target, .. } => {
                !is_it(*target) && !matches!(*code.expression(*target), Expr::Subscript(of, _) if is_it(of))
            }
            Stmt::For { target, .. } => !matches!(*code.expression(*target), Expr::Subscript(of, _) if is_it(of)),
            _ => true,
        };
        is_right
            && statement
                .blocks()
                .into_iter()
                .all(|block| stores(code, block, is_it, (&mut *stored, &mut *filled)))
    })
}

fn makes_module(code: &Code, value: ExprId) -> bool {
    let Expr::Call(callee, _) = code.expression(value) else {
        return false;
    };
    match *code.expression(*callee) {
        Expr::Name(name) | Expr::Attribute(_, name) => MAKERS.contains(&code.name(name)),
        _ => false,
    }
}
