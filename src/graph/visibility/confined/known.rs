//! Functions, methods and decorators by what they do with a module that they are handed.
use rustc_hash::FxHashSet;

use crate::semantics::code::{BodyId, Code, Expr, ExprId, Stmt};

/// `sys.modules`, under whatever name `sys` has.
pub(super) const MODULES: &str = "modules";
/// Functions that give a module, whatever they are methods of.
pub(in crate::graph::visibility) const LOOKUPS: [&str; 3] = ["__import__", "getmodule", "import_module"];
/// Functions that look at what they are handed first, and do not hand it on: what comes out is at most an attribute of it.
pub(super) const LOOKING: [&str; 18] = [
    "bool",
    "callable",
    "delattr",
    "dir",
    "getattr",
    "getdoc",
    "getfile",
    "getmembers",
    "getsource",
    "getsourcefile",
    "hasattr",
    "id",
    "isinstance",
    "len",
    "repr",
    "setattr",
    "str",
    "vars",
];
/// Functions from which what they are handed, or parts of it, may come out again, and which do nothing else with it.
pub(super) const PASSING: [&str; 11] = [
    "dict",
    "enumerate",
    "frozenset",
    "iter",
    "list",
    "next",
    "reload",
    "reversed",
    "set",
    "tuple",
    "zip",
];
/// Decorators out of whose functions comes what they return.
const KEEPING: [&str; 6] = [
    "cache",
    "cached_property",
    "classmethod",
    "lru_cache",
    "property",
    "staticmethod",
];
/// Methods of containers out of which their elements come.
pub(super) const HANDING_OUT: [&str; 8] = [
    "__getitem__",
    "copy",
    "get",
    "items",
    "pop",
    "popitem",
    "setdefault",
    "values",
];

/// Functions whose decorators, if any, give out what they return.
pub(super) fn plain_functions(code: &Code) -> FxHashSet<BodyId> {
    let mut plain = FxHashSet::default();
    let mut blocks_left: Vec<&[Stmt]> = code.bodies.iter().map(|body| body.statements.as_slice()).collect();
    while let Some(block) = blocks_left.pop() {
        for statement in block {
            blocks_left.extend(statement.blocks());
            if let Stmt::Define { body, decorators, .. } = statement
                && decorators
                    .iter()
                    .all(|&decorator| KEEPING.contains(&last_name(code, decorator)))
            {
                plain.insert(*body);
            }
        }
    }
    plain
}

/// The last part of a dotted name, or of that which is called.
fn last_name(code: &Code, at: ExprId) -> &str {
    match code.expression(at) {
        Expr::Name(name) | Expr::Attribute(_, name) => code.name(*name),
        Expr::Call(callee, _) => last_name(code, *callee),
        _ => "",
    }
}
