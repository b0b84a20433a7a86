//! What the program asks of commands that a stand-in answers otherwise, or only by loading the command: its very class, and what
//! a loop at import sets on each of them.
use super::{CommandQuery, Inputs, ModuleId};
use crate::project::standard;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{ArgumentKind, Code as Python, Expr, ExprId, Stmt};
use crate::semantics::facts::Reference;

/// Whether some code of the program that knows a framework of commands asks `type(x)`, which gives the class of a stand-in, and
/// neither compares it with nothing but builtin classes nor only asks for the name of the class.
pub(super) fn asks_types(inputs: Inputs<'_>) -> bool {
    let program = inputs.program;
    let own = program.own_modules();
    let mut own = own.filter_map(|id| Some((id, program.facts(id)?)));
    own.any(|(module, facts)| {
        facts.code.has_name("type") && asks_types_in(facts) && knows_commands(inputs, module, facts)
    })
}

/// Whether a module imports something that makes commands.
fn knows_commands(inputs: Inputs<'_>, module: ModuleId, facts: &ModuleFacts) -> bool {
    let top = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
    facts.imports.iter().any(|import| {
        let base = inputs.program.absolute(module, import);
        base.is_some_and(|base| inputs.rules.makes_commands(&top(&base)))
    })
}

fn asks_types_in(facts: &ModuleFacts) -> bool {
    let code = &facts.code;
    let is_asked = |id: ExprId| match code.expression(id) {
        Expr::Call(callee, given) => {
            let is_type = matches!(code.expression(*callee), Expr::Name(name) if code.name(*name) == "type");
            is_type && matches!(&given[..], [only] if only.kind == ArgumentKind::Plain && !is_self(code, only.value))
        }
        _ => false,
    };
    let is_builtin = |id: ExprId| match code.expression(id) {
        Expr::Name(name) => standard::is_builtin_name(code.name(*name)) && facts.global(code.name(*name)).is_none(),
        _ => false,
    };
    let mut asking = 0_usize;
    let mut harmless = 0_usize;
    for (at, expression) in code.expressions.iter().enumerate() {
        asking += usize::from(is_asked(at as ExprId));
        harmless += match expression {
            Expr::Attribute(object, _) => usize::from(is_asked(*object)),
            Expr::Compare(left, rest) => match &rest[..] {
                [(_, right)] => {
                    usize::from(is_asked(*left) && is_builtin(*right) || is_builtin(*left) && is_asked(*right))
                }
                _ => 0,
            },
            _ => 0,
        };
    }
    asking > harmless
}

/// What a method is called on is never a stand-in.
fn is_self(code: &Python, id: ExprId) -> bool {
    matches!(code.expression(id), Expr::Name(name) if code.name(*name) == "self")
}

/// What a group asks of a command to list it, and a stand-in answers.
/// Not in `rules/`: it is what our own helper answers.
const ANSWERED: [&str; 4] = ["name", "hidden", "deprecated", "get_short_help_str"];

impl CommandQuery<'_, '_> {
    /// Whether a loop at module level goes through the commands of a group and asks more of each than a help page shows. That
    /// loads all of them, and nothing is saved.
    pub(super) fn walks_commands(&self) -> bool {
        let code = &self.facts.code;
        let statements = code.bodies.first().map_or(&[][..], |body| &body.statements);
        let commands = statements.iter().filter_map(|stmt| match stmt {
            Stmt::For { target, iterable, .. } => walked(code, *target, *iterable),
            _ => None,
        });
        let asks_more = |name: &str| {
            let binding = self.facts.global(name);
            let asks = |reference: &Reference| {
                let asked = reference.attributes.first();
                Some(reference.binding) == binding
                    && asked.is_some_and(|asked| !ANSWERED.contains(&asked.as_str()))
                    && self.runs_at_import(reference)
            };
            self.facts.references.iter().any(asks)
        };
        commands.into_iter().any(asks_more)
    }
}

/// The name that each command of a group gets: `for command in group.commands.values()`.
fn walked(code: &Python, target: ExprId, iterable: ExprId) -> Option<&str> {
    let Expr::Call(callee, _) = code.expression(iterable) else {
        return None;
    };
    let Expr::Attribute(commands, method) = code.expression(*callee) else {
        return None;
    };
    let is_commands = matches!(code.expression(*commands), Expr::Attribute(_, name) if code.name(*name) == "commands");
    let target = match (code.name(*method), code.expression(target)) {
        ("values", _) => target,
        ("items", Expr::Sequence(_, pair)) => *pair.get(1)?,
        _ => return None,
    };
    match code.expression(target) {
        Expr::Name(name) if is_commands => Some(code.name(*name)),
        _ => None,
    }
}
