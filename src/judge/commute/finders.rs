//! Finders that a program puts among those of imports, and takes away: one that knows its names concerns no other modules.
use rustc_hash::FxHashSet;

use super::Commute;
use crate::evaluate::{Access, Effect, Evaluation, Facet, IMPORT};
use crate::graph::visibility::each_operand;
use crate::graph::{ModuleId, Program};
use crate::semantics::code::{Code, Comprehension, Expr, ExprId};

/// What the program may do with the list of finders, and still get hold of none but its own.
/// Not in `rules/`: methods of Python's lists.
const OF_OWN: [&str; 3] = ["append", "insert", "remove"];
/// The finders of Python itself.
/// Not in `rules/`: Python's import system has no others.
const OF_PYTHON: [&str; 3] = ["BuiltinImporter", "FrozenImporter", "PathFinder"];

/// Whether an effect is one on this part of the state.
pub(super) fn is(effect: &Effect, facet: &str) -> bool {
    matches!(&effect.facet, Facet::State(name) if name == facet)
}

impl Commute<'_> {
    /// The modules that a finder knows which is put among the others or taken away; none where these may be any.
    pub(super) fn known_to_finder(&self, write: &Effect) -> Option<&FxHashSet<ModuleId>> {
        if !["meta_path", "finders", "builtins"]
            .iter()
            .any(|facet| is(write, facet))
        {
            return None;
        }
        // Python's own is put back.
        if write.constant.as_deref() == Some(IMPORT[0]) {
            return Some(&self.nobody);
        }
        let (program, evaluation) = (self.inputs.program, self.inputs.evaluation);
        let put = write.object.and_then(|finder| evaluation.finders.get(&finder));
        // What is taken away is one of those that the program has put there, where it gets hold of no others.
        let is_own = is(write, "finders") && program.modules[write.module].is_own();
        let own = || self.own_finders.get_or_init(|| known_to_own(program, evaluation));
        put.or_else(|| if is_own { own().as_ref() } else { None })
    }
}

/// The modules that the finders know which the project puts among those of imports; none where they may be any, or the project may
/// get hold of others.
fn known_to_own(program: &Program, evaluation: &Evaluation) -> Option<FxHashSet<ModuleId>> {
    if !keeps_to_its_own(program) {
        return None;
    }
    let at_import = program.own_modules().flat_map(|id| &evaluation.of[id]);
    let later = evaluation.later.iter().flat_map(|later| &later.effects);
    let own = at_import
        .chain(later)
        .filter(|effect| program.modules[effect.module].is_own());
    let mut known = FxHashSet::default();
    for effect in own.filter(|effect| is(effect, "meta_path") && effect.access != Access::Read) {
        known.extend(evaluation.finders.get(&effect.object?)?);
    }
    Some(known)
}

/// Whether the project does no more with the finders of imports than put its own there and take them away.
fn keeps_to_its_own(program: &Program) -> bool {
    let mut codes = program.own_modules().filter_map(|id| Some(&program.facts(id)?.code));
    codes.all(|code| {
        let names_others = OF_PYTHON.iter().any(|name| code.has_name(name));
        !names_others && (!code.has_name("meta_path") || hands_nobody_one(code))
    })
}

/// Whether each use of the list of finders puts one there, takes one away, or asks for one that is there without getting hold of it.
fn hands_nobody_one(code: &Code) -> bool {
    let is_list = |at: ExprId| match code.expression(at) {
        Expr::Attribute(_, name) | Expr::Name(name) => code.name(*name) == "meta_path",
        _ => false,
    };
    let all = (0..code.expressions.len()).filter(|&at| is_list(at as ExprId)).count();
    let used: usize = code
        .expressions
        .iter()
        .map(|expression| match expression {
            Expr::Attribute(of, method) => usize::from(OF_OWN.contains(&code.name(*method)) && is_list(*of)),
            Expr::Compare(left, rest) => {
                // `sys.meta_path[0] is hook`
                let asked = |at: ExprId| match code.expression(at) {
                    Expr::Subscript(of, _) => is_list(*of),
                    _ => is_list(at),
                };
                let operands = std::iter::once(*left).chain(rest.iter().map(|(_, operand)| *operand));
                operands.filter(|&operand| asked(operand)).count()
            }
            Expr::Comprehension(comprehension) => {
                let over = comprehension.clauses.iter().filter(|clause| is_list(clause.iterable));
                over.filter(|clause| only_tells_class(code, comprehension, clause.target))
                    .count()
            }
            _ => 0,
        })
        .sum();
    used == all
}

/// Whether a comprehension asks for no more than the class of its variable: `sum(1 for one in those if isinstance(one, Finder))`.
fn only_tells_class(code: &Code, comprehension: &Comprehension, variable: ExprId) -> bool {
    let Expr::Name(variable) = code.expression(variable) else {
        return false;
    };
    let of_clauses = comprehension.clauses.iter().flat_map(|clause| {
        let conditions = clause.conditions.iter().copied();
        conditions.chain([clause.iterable])
    });
    let made = comprehension.key.into_iter().chain([comprehension.element]);
    let mut parts: Vec<ExprId> = of_clauses.chain(made).collect();
    let (mut named, mut told) = (0, 0);
    while let Some(at) = parts.pop() {
        let expression = code.expression(at);
        named += usize::from(matches!(expression, Expr::Name(name) if name == variable));
        if let Expr::Call(callee, arguments) = expression
            && matches!(code.expression(*callee), Expr::Name(name) if code.name(*name) == "isinstance")
            && let Some(first) = arguments.first()
        {
            told += usize::from(matches!(code.expression(first.value), Expr::Name(name) if name == variable));
        }
        match expression {
            // What is written in it may name the variable as well.
            Expr::Lambda(_) | Expr::Comprehension(_) => return false,
            _ => each_operand(code, expression, &mut |operand| parts.push(operand)),
        }
    }
    named == told
}
