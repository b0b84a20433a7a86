//! Loops over all loaded modules that look at more of them than where they come from: what has not been loaded by then is not
//! among them. Part of the walk.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, CmpOp, Expr, Stmt};
use ruff_text_size::Ranged;

use super::facts::MentionKind;
use super::literals::literal;
use super::walk::Walker;
use crate::rules::{Group, Rules};

impl Walker<'_> {
    /// `for name, module in sys.modules.items(): ...`
    pub(super) fn loop_over_modules(&mut self, target: &Expr, iter: &Expr, body: &[Stmt]) {
        self.looked_at(target, iter, |looks| looks.visit_body(body));
    }

    /// `[module for module in sys.modules.values() if ...]`
    pub(super) fn comprehension_over_modules(&mut self, generators: &[ast::Comprehension], elements: &[&Expr]) {
        for (at, generator) in generators.iter().enumerate() {
            self.names_taken(generator, elements);
            self.looked_at(&generator.target, &generator.iter, |looks| {
                let inner = &generators[at + 1..];
                let tests = generators[at..].iter().flat_map(|generator| &generator.ifs);
                tests
                    .chain(inner.iter().map(|generator| &generator.iter))
                    .for_each(|part| looks.visit_expr(part));
                for element in elements {
                    looks.visit_expr(element);
                    looks.found |= element.as_name_expr().is_some_and(|name| looks.is_module(&name.id));
                }
            });
        }
    }

    /// `[name for name in sys.modules if name.startswith("app.")]`: which of these are there is what somebody asks.
    fn names_taken(&mut self, generator: &ast::Comprehension, elements: &[&Expr]) {
        let Expr::Name(variable) = &generator.target else {
            return;
        };
        if !self.is_over_names(&generator.iter) || !self.runs() {
            return;
        }
        let is_taken = elements
            .iter()
            .any(|element| element.as_name_expr().is_some_and(|name| name.id == variable.id));
        let mut asks = Asks {
            name: &variable.id,
            found: Vec::new(),
        };
        generator.ifs.iter().for_each(|test| asks.visit_expr(test));
        if !is_taken {
            elements.iter().for_each(|element| asks.visit_expr(element));
        }
        for kind in asks.found {
            self.recorder
                .mention(self.state.scope, generator.iter.range().into(), kind);
        }
    }

    /// Whether a builtin makes a collection, or an iterator from the end, of what it is handed.
    fn goes_through(&self, builtin: &str) -> bool {
        self.rules.knows(Group::Snapshot, builtin) || builtin == "reversed"
    }

    /// `sys.modules`, its keys, or a list of them.
    fn is_over_names(&self, iter: &Expr) -> bool {
        match iter {
            Expr::Call(call) => match (&*call.func, call.arguments.args.first()) {
                (Expr::Name(name), Some(inner)) => self.goes_through(&name.id) && self.is_over_names(inner),
                (Expr::Attribute(method), None) => {
                    matches!(method.attr.as_str(), "copy" | "keys") && self.is_over_names(&method.value)
                }
                _ => false,
            },
            _ => self.is_sys_modules(iter),
        }
    }

    fn looked_at(&mut self, target: &Expr, iter: &Expr, visit: impl FnOnce(&mut Looks<'_>)) {
        let Some(is_by_item) = self.is_over_modules(iter) else {
            return;
        };
        let module = match (target, is_by_item) {
            (Expr::Tuple(pair), true) => pair.elts.get(1),
            (target, false) => Some(target),
            (_, true) => None,
        };
        let key = match (target, is_by_item) {
            (Expr::Tuple(pair), true) => pair.elts.first(),
            _ => None,
        };
        let name = |expr: &Expr| expr.as_name_expr().map(|name| name.id.to_string());
        let mut looks = Looks {
            rules: self.rules,
            module: module.and_then(name),
            key: key.and_then(name),
            found: false,
            prefix: None,
        };
        visit(&mut looks);
        if looks.found && self.runs() {
            let kind = MentionKind::LoadedAll {
                prefix: looks.prefix.unwrap_or_default(),
            };
            self.recorder.mention(self.state.scope, iter.range().into(), kind);
        }
    }

    /// Whether somebody goes through all loaded modules, and by pairs of their names and them.
    fn is_over_modules(&self, iter: &Expr) -> Option<bool> {
        let Expr::Call(call) = iter else { return None };
        match (&*call.func, call.arguments.args.first()) {
            (Expr::Name(name), Some(inner)) if self.goes_through(&name.id) => self.is_over_modules(inner),
            (Expr::Attribute(method), None) if self.is_sys_modules(&method.value) => match method.attr.as_str() {
                "items" => Some(true),
                "values" => Some(false),
                _ => None,
            },
            (Expr::Attribute(method), None) if &method.attr == "items" || &method.attr == "values" => {
                // `sys.modules.copy().items()`, `dict(sys.modules).values()`
                let inner = method.value.as_call_expr()?;
                let copied = match &*inner.func {
                    Expr::Attribute(copy) if &copy.attr == "copy" => Some(&*copy.value),
                    Expr::Name(name) if self.goes_through(&name.id) => inner.arguments.args.first(),
                    _ => None,
                };
                copied
                    .filter(|copied| self.is_sys_modules(copied))
                    .map(|_| &method.attr == "items")
            }
            _ => None,
        }
    }
}

/// What a loop does with a module.
struct Looks<'r> {
    rules: &'r Rules,
    /// The variable that holds it.
    module: Option<String>,
    /// The variable that holds its name.
    key: Option<String>,
    /// Whether it takes more of it than special attributes, or hands it on.
    found: bool,
    /// What the names of modules that matter begin with.
    prefix: Option<String>,
}

impl Looks<'_> {
    /// Whether a method is one of the module's name: `name.startswith`, `module.__name__.startswith`.
    fn is_asked_for_name(&self, method: &Expr) -> bool {
        let Expr::Attribute(method) = method else { return false };
        match &*method.value {
            Expr::Name(name) => self.key.as_deref() == Some(name.id.as_str()),
            Expr::Attribute(of) => {
                &of.attr == "__name__" && of.value.as_name_expr().is_some_and(|name| self.is_module(&name.id))
            }
            _ => false,
        }
    }

    fn is_module(&self, name: &str) -> bool {
        self.module.as_deref() == Some(name)
    }
}

fn is_special(name: &str) -> bool {
    name.starts_with("__") && name.ends_with("__") && name != "__dict__"
}

impl<'a> Visitor<'a> for Looks<'_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Attribute(attribute) => {
                let is_of_module = attribute
                    .value
                    .as_name_expr()
                    .is_some_and(|name| self.is_module(&name.id));
                self.found |= is_of_module && !is_special(&attribute.attr);
            }
            Expr::Call(call) => {
                let called = match &*call.func {
                    Expr::Name(name) => name.id.as_str(),
                    Expr::Attribute(method) => method.attr.as_str(),
                    _ => "",
                };
                let arguments = &call.arguments.args;
                let first = arguments.first();
                if called == "startswith" && self.prefix.is_none() && self.is_asked_for_name(&call.func) {
                    self.prefix = first.and_then(literal).map(str::to_owned);
                }
                let handed = |argument: &Expr| argument.as_name_expr().is_some_and(|name| self.is_module(&name.id));
                let is_handed = arguments.iter().any(handed);
                let is_special_name = || arguments.get(1).and_then(literal).is_some_and(is_special);
                let is_plain = match called {
                    "getattr" | "hasattr" => is_special_name(),
                    _ => self.rules.knows(Group::TellsWhatItIs, called),
                };
                self.found |= is_handed && !is_plain;
            }
            _ => {}
        }
        visitor::walk_expr(self, expr);
    }
}

/// What somebody asks of the name of a loaded module.
struct Asks<'a> {
    name: &'a str,
    found: Vec<MentionKind>,
}

impl Asks<'_> {
    fn is_name(&self, expr: &Expr) -> bool {
        expr.as_name_expr().is_some_and(|name| name.id == self.name)
    }

    /// What the name is held against: it is no name of a module that is asked for if it is not known.
    fn note(&mut self, text: Option<&str>, known: fn(String) -> MentionKind) {
        self.found.push(match text {
            Some(text) => known(text.to_owned()),
            None => MentionKind::LoadedComputed { asked: true },
        });
    }
}

impl<'a> Visitor<'a> for Asks<'_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Call(call) => {
                let method = call.func.as_attribute_expr();
                let begins = method.is_some_and(|method| &method.attr == "startswith" && self.is_name(&method.value));
                if let (true, Some(first)) = (begins, call.arguments.args.first()) {
                    let texts = match first {
                        Expr::Tuple(texts) => texts.elts.iter().map(literal).collect(),
                        one => vec![literal(one)],
                    };
                    for text in texts {
                        self.note(text, |prefix| MentionKind::LoadedAll { prefix });
                    }
                }
            }
            Expr::Compare(compare) => {
                let sides: Vec<&Expr> = std::iter::once(&*compare.left).chain(&compare.comparators).collect();
                if let ([left, right], true) = (sides.as_slice(), sides.iter().any(|side| self.is_name(side))) {
                    let other = if self.is_name(left) { right } else { left };
                    // Who holds all names against those of before asks for none.
                    let is_set = compare.ops.iter().any(|op| matches!(op, CmpOp::In | CmpOp::NotIn));
                    let texts = match other {
                        Expr::Tuple(ast::ExprTuple { elts, .. })
                        | Expr::List(ast::ExprList { elts, .. })
                        | Expr::Set(ast::ExprSet { elts, .. }) => elts.iter().map(literal).collect(),
                        one if is_set => literal(one).map(Some).into_iter().collect(),
                        one => vec![literal(one)],
                    };
                    for text in texts {
                        self.note(text, |module| MentionKind::Loaded { module, asked: true });
                    }
                }
            }
            _ => {}
        }
        visitor::walk_expr(self, expr);
    }
}
