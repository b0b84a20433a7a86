//! Where names are handed to a group of commands and nothing else: `group.add_command(name)`, displays and loops over them.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, ExprCall, Stmt};
use ruff_text_size::Ranged;

/// The offsets of such names, sorted.
pub(super) fn handed(body: &[Stmt]) -> Vec<u32> {
    let mut handed = Handed(Vec::new());
    handed.visit_body(body);
    handed.0.sort_unstable();
    handed.0
}

/// The names that are items of a display, or of displays in it.
pub(super) fn names_in(display: &Expr, found: &mut Vec<u32>) {
    let mut note = |item: &Expr| match item {
        Expr::Name(name) => found.push(name.start().to_u32()),
        nested => names_in(nested, found),
    };
    match display {
        Expr::List(list) => list.elts.iter().for_each(&mut note),
        Expr::Tuple(tuple) => tuple.elts.iter().for_each(&mut note),
        Expr::Dict(dict) => dict.items.iter().for_each(|item| note(&item.value)),
        _ => {}
    }
}

/// The command of `group.add_command(command, ...)`.
fn added(call: &ExprCall) -> Option<&Expr> {
    let is_adding = matches!(call.func.as_ref(), Expr::Attribute(called) if called.attr.as_str() == "add_command");
    let first = call.arguments.args.first();
    let named = || call.arguments.find_keyword("cmd").map(|keyword| &keyword.value);
    is_adding.then(|| first.or_else(named)).flatten()
}

/// Where names are handed to a group: the offsets.
struct Handed(Vec<u32>);

impl<'a> Visitor<'a> for Handed {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        if let Stmt::For(each) = stmt
            && only_adds(&each.target, &each.body)
        {
            let items = match each.iter.as_ref() {
                Expr::Call(call) if call.arguments.is_empty() => match call.func.as_ref() {
                    Expr::Attribute(called) if matches!(called.attr.as_str(), "items" | "values") => &*called.value,
                    _ => &*each.iter,
                },
                _ => &*each.iter,
            };
            match items {
                Expr::Name(name) => self.0.push(name.start().to_u32()),
                display => names_in(display, &mut self.0),
            }
        }
        visitor::walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr {
            match added(call) {
                Some(Expr::Name(name)) => self.0.push(name.start().to_u32()),
                // `group.add_command(module.command)`
                Some(Expr::Attribute(of)) if of.value.is_name_expr() => self.0.push(of.start().to_u32()),
                _ => {}
            }
            for keyword in &call.arguments.keywords {
                if matches!(keyword.arg.as_deref(), Some("commands" | "sources")) {
                    names_in(&keyword.value, &mut self.0);
                }
            }
        }
        visitor::walk_expr(self, expr);
    }
}

/// Whether a loop does no more with its items than to add them to groups, and to look at their names.
fn only_adds(target: &Expr, body: &[Stmt]) -> bool {
    let mut names = Vec::new();
    match target {
        Expr::Name(name) => names.push(name.id.as_str()),
        Expr::Tuple(tuple) => names.extend(
            tuple
                .elts
                .iter()
                .filter_map(Expr::as_name_expr)
                .map(|name| name.id.as_str()),
        ),
        _ => return false,
    }
    let mut uses = Uses {
        names,
        all: 0,
        harmless: 0,
    };
    uses.visit_body(body);
    uses.all == uses.harmless
}

struct Uses<'a> {
    names: Vec<&'a str>,
    all: usize,
    harmless: usize,
}

impl Uses<'_> {
    fn is_item(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::Name(name) if self.names.contains(&name.id.as_str()))
    }
}

impl<'a> Visitor<'a> for Uses<'_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(_) if self.is_item(expr) => self.all += 1,
            Expr::Attribute(attribute) if attribute.attr.as_str() == "name" && self.is_item(&attribute.value) => {
                self.harmless += 1;
            }
            Expr::Call(call) if added(call).is_some() => {
                let values = call.arguments.keywords.iter().map(|keyword| &keyword.value);
                let direct = call.arguments.args.iter().chain(values);
                self.harmless += direct.filter(|argument| self.is_item(argument)).count();
            }
            _ => {}
        }
        visitor::walk_expr(self, expr);
    }
}
