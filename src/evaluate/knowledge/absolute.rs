//! Paths that begin at the root: what is made of them depends on no working directory. Where a module is from is such a path.
use super::super::facet::{Access, Facet, Grade};
use super::super::machine::Machine;
use super::super::object::{Kind, Place};
use super::super::value::{Atom, Symbol, Value};
use super::Use;
use crate::graph::visibility::each_operand;
use crate::rules::{EffectKind, FacetKind, Group, Rules, Touches};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Argument, Code, Expr, ExprId, Literal, Name, Stmt};
use crate::semantics::facts::MODULE;
use crate::syntax::Span;

/// Variables are followed through this many others.
const DEEPEST: usize = 4;

/// Functions elsewhere that cannot do without a path, or a pattern of paths.
/// Not in `rules/`: the paths that they are handed are looked for here.
const TAKES_A_PATH: [&str; 7] = [
    "open",
    "io.open",
    "configparser.ConfigParser.read",
    "glob.glob",
    "glob.iglob",
    "zipfile.ZipFile",
    "zipfile.is_zipfile",
];

/// Whether a function reads the working directory for the sake of the path that it is handed, and of nothing else.
fn takes_a_path(name: &str) -> bool {
    let is_of_a_path = name.starts_with("os.path.") || name.starts_with("pathlib.Path.");
    is_of_a_path && !name.ends_with(".relpath") && !name.ends_with(".cwd") || TAKES_A_PATH.contains(&name)
}

impl Machine<'_> {
    /// What a call of a name touches, without the working directory if its path begins at the root. Of a path that an installed
    /// package gets from elsewhere nobody can tell; that it does so is assumed.
    pub(super) fn without_cwd(&mut self, name: &str, mut touches: Touches, of: Use<'_>) -> Touches {
        let place = of.place;
        if touches.reads.iter().any(|pattern| pattern.kind == FacetKind::Cwd)
            && takes_a_path(name)
            && let Some(facts) = self.facts(place.module)
        {
            let rules = self.rules;
            let path = path_at(&facts.code, place.span);
            let is_rooted = path.is_some_and(|path| is_absolute(rules, facts, path, DEEPEST));
            let is_unseen = || !path.is_some_and(|path| is_relative(rules, facts, path, DEEPEST));
            let is_assumed =
                !is_rooted && !self.is_own(place.module) && !self.is_handed_a_relative_path(of) && is_unseen();
            if is_assumed {
                let facet = Facet::State(FacetKind::Cwd.name().to_owned());
                let what = format!("finds a file of an unknown path by `{name}`");
                self.note(
                    EffectKind::Surroundings,
                    Access::Read,
                    facet,
                    Grade::Assumed,
                    place,
                    what,
                );
            }
            if is_assumed || is_rooted {
                touches.reads.retain(|pattern| pattern.kind != FacetKind::Cwd);
            }
        }
        touches
    }

    /// Whether the call at a place is about the file of the module, or that of another module beside it: who executes the one has
    /// it, and what else a folder holds may be anything that somebody put there.
    pub fn is_own_source(&self, place: Place) -> bool {
        let Some(facts) = self.facts(place.module) else {
            return false;
        };
        let is_source = |text: &str| {
            let name = text.strip_suffix(".py");
            let found = name.and_then(|name| match self.program.parent(place.module) {
                _ if name == "__init__" => Some(place.module),
                Some(package) => self.program.submodule(package, name),
                None => self.program.find(name),
            });
            found.is_some()
        };
        let paths = paths_at(&facts.code, place.span).into_iter();
        let mut rooted = paths.filter(|&path| is_absolute(self.rules, facts, path, DEEPEST));
        rooted.next().is_some_and(|path| {
            let texts = texts_in(facts, path, DEEPEST);
            texts.into_iter().all(is_source)
        })
    }

    /// Whether a call is handed a relative path: a text, or what is made of such texts alone.
    fn is_handed_a_relative_path(&self, of: Use<'_>) -> bool {
        let is_text = |atom: Atom| match atom {
            Atom::Text(text) | Atom::Beginning(text) => is_relative_text(self.symbols.text(text)),
            _ => false,
        };
        let is_made_of_texts = |made: &Value| !made.is_nothing() && made.atoms().all(is_text);
        let makes_paths = |made: Symbol| {
            let last = self.symbols.text(made).rsplit('.').next().unwrap_or_default();
            self.rules.knows(Group::KeepsAbsolute, last)
        };
        let is_it = |atom: Atom| match atom {
            Atom::Object(object) => match *self.kind(object) {
                Kind::Result(made) => makes_paths(made) && is_made_of_texts(&self.objects[object as usize].elements),
                _ => false,
            },
            other => is_text(other),
        };
        let path = of.arguments.positional.first();
        of.receiver.map(Atom::Object).is_some_and(is_it) || path.is_some_and(|path| path.atoms().any(is_it))
    }
}

/// The call at a place: what is called, and with what.
fn call_at(code: &Code, span: Span) -> Option<(ExprId, &[Argument])> {
    let calls = code.spans.iter().zip(&code.expressions);
    let mut calls = calls.filter(|(at, _)| **at == span);
    calls.find_map(|(_, call)| match call {
        Expr::Call(callee, arguments) => Some((*callee, &arguments[..])),
        _ => None,
    })
}

/// The path that the call at a place is about.
fn path_at(code: &Code, span: Span) -> Option<ExprId> {
    call_at(code, span).and_then(|(callee, arguments)| path_of(code, callee, arguments))
}

/// What may be the path that the call at a place is about: its first argument, and what its method belongs to.
fn paths_at(code: &Code, span: Span) -> Vec<ExprId> {
    let Some((callee, arguments)) = call_at(code, span) else {
        return Vec::new();
    };
    let of = match code.expression(callee) {
        Expr::Attribute(of, _) => Some(*of),
        _ => None,
    };
    let first = arguments.first().map(|first| first.value);
    first.into_iter().chain(of).collect()
}

/// The path that a call is about: its first argument; of a method of paths, what that belongs to.
fn path_of(code: &Code, callee: ExprId, arguments: &[Argument]) -> Option<ExprId> {
    match arguments.first() {
        Some(first) => Some(first.value),
        None => match *code.expression(callee) {
            Expr::Attribute(path, _) => Some(path),
            _ => None,
        },
    }
}

/// The texts that a path is made of, those of variables included.
fn texts_in(facts: &ModuleFacts, at: ExprId, depth: usize) -> Vec<&str> {
    let code = &facts.code;
    match code.expression(at) {
        Expr::Literal(Literal::Text(text)) => vec![code.name(*text)],
        Expr::Name(name) if depth > 0 => {
            let value = only_value(facts, *name);
            value.map(|at| texts_in(facts, at, depth - 1)).unwrap_or_default()
        }
        expression => {
            let mut found = Vec::new();
            each_operand(code, expression, &mut |operand| {
                found.extend(texts_in(facts, operand, depth))
            });
            found
        }
    }
}

/// Whether a text is a path that depends on the working directory. What begins with `~` is expanded before it is one.
fn is_relative_text(text: &str) -> bool {
    !text.starts_with(['/', '~'])
}

/// Whether an expression may be a path that begins with a text which stands in the file, and not at the root.
fn is_relative(rules: &Rules, facts: &ModuleFacts, at: ExprId, depth: usize) -> bool {
    let code = &facts.code;
    let is_rooted = |at: ExprId| is_absolute(rules, facts, at, DEEPEST);
    let is = |at: ExprId| is_relative(rules, facts, at, depth);
    if is_rooted(at) {
        return false;
    }
    match code.expression(at) {
        Expr::Literal(Literal::Text(text)) => is_relative_text(code.name(*text)),
        Expr::Literal(Literal::Bytes) => true,
        Expr::Name(name) => {
            depth > 0 && (given(code, *name).into_iter()).any(|value| is_relative(rules, facts, value, depth - 1))
        }
        Expr::Format(parts) | Expr::Operator(_, parts) => parts.first().is_some_and(|&first| is(first)),
        Expr::Or(values) | Expr::And(values) | Expr::Sequence(_, values) => values.iter().any(|&value| is(value)),
        Expr::Conditional { then, otherwise, .. } => is(*then) || is(*otherwise),
        Expr::Attribute(of, _) | Expr::Subscript(of, _) => is(*of) || is_rooted(*of),
        Expr::Call(callee, arguments) => match *code.expression(*callee) {
            Expr::Name(name) | Expr::Attribute(_, name) if rules.knows(Group::KeepsAbsolute, code.name(name)) => {
                // `Path()` is the working directory.
                arguments.first().is_none_or(|first| is(first.value))
            }
            // `basename(__file__)`, `Path(__file__).relative_to(…)`; `getenv(name, default)`, `settings.get(key, default)`
            Expr::Name(_) | Expr::Attribute(..) => {
                let of = match *code.expression(*callee) {
                    Expr::Attribute(of, _) => Some(of),
                    _ => None,
                };
                let (first, default) = (arguments.first(), arguments.get(1));
                of.is_some_and(|of| is(of) || is_rooted(of))
                    || first.is_some_and(|first| is_rooted(first.value))
                    || default.is_some_and(|default| is(default.value))
            }
            _ => false,
        },
        _ => false,
    }
}

/// All that a file gives variables of a name.
fn given(code: &Code, name: Name) -> Vec<ExprId> {
    fn of_block(code: &Code, name: Name, block: &[Stmt], found: &mut Vec<ExprId>) {
        let is_it = |target: ExprId| matches!(code.expression(target), Expr::Name(bound) if *bound == name);
        for statement in block {
            match statement {
                Stmt::Assign { targets, value } if targets.iter().any(|&target| is_it(target)) => found.push(*value),
                Stmt::For { target, iterable, .. } if is_it(*target) => found.push(*iterable),
                _ => {}
            }
            for inner in statement.blocks() {
                of_block(code, name, inner, found);
            }
        }
    }
    let mut found = Vec::new();
    for body in &code.bodies {
        of_block(code, name, &body.statements, &mut found);
    }
    found
}

/// Whether an expression is a path that is made of where the module is from.
fn is_absolute(rules: &Rules, facts: &ModuleFacts, at: ExprId, depth: usize) -> bool {
    let code = &facts.code;
    let is = |at: ExprId| is_absolute(rules, facts, at, depth);
    let is_part = |name: Name| rules.knows(Group::PathPart, code.name(name));
    match code.expression(at) {
        Expr::Name(name) if code.name(*name) == "__file__" => {
            !is_local(code, *name) && facts.global("__file__").is_none()
        }
        Expr::Name(name) => {
            depth > 0 && only_value(facts, *name).is_some_and(|at| is_absolute(rules, facts, at, depth - 1))
        }
        Expr::Attribute(path, name) => is_part(*name) && is(*path),
        // `Path(__file__).parents[1]`
        Expr::Subscript(path, _) => {
            matches!(*code.expression(*path), Expr::Attribute(_, name) if code.name(name) == "parents") && is(*path)
        }
        // `Path(__file__).parent / "data"`: a text has no such operator.
        Expr::Operator(_, parts) => parts.first().is_some_and(|&first| is(first)),
        Expr::Call(callee, arguments) => match *code.expression(*callee) {
            Expr::Attribute(path, name) if is_part(name) && is(path) => true,
            Expr::Name(name) | Expr::Attribute(_, name) if rules.knows(Group::KeepsAbsolute, code.name(name)) => {
                arguments.first().is_some_and(|first| is(first.value))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether a function has a variable of this name.
fn is_local(code: &Code, name: Name) -> bool {
    let mut bodies = code.bodies.iter().skip(1);
    bodies.any(|body| body.locals.binary_search(&name).is_ok())
}

/// What a variable of the module is given once, and nowhere else.
fn only_value(facts: &ModuleFacts, name: Name) -> Option<ExprId> {
    let code = &facts.code;
    let binding = &facts.bindings[facts.global(code.name(name))? as usize];
    let kinds = binding.kinds;
    let is_once =
        binding.scope == MODULE && binding.first == binding.last && kinds.assignments > 0 && kinds.imports == 0;
    if !is_once || is_local(code, name) {
        return None;
    }
    let statements = code.bodies.first()?.statements.iter();
    statements.into_iter().find_map(|statement| match statement {
        Stmt::Assign { targets, value } => match targets[..] {
            [target] if matches!(code.expression(target), Expr::Name(bound) if *bound == name) => Some(*value),
            _ => None,
        },
        _ => None,
    })
}
