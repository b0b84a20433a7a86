//! The names that the examples of a docstring take from the namespace of their module: those that no example before has bound.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Expr, ExprContext, ModModule, Parameters, Stmt};

/// The names that are read, and those that are read behind a name which is none of the module's nor of Python's (`is_known`): where
/// nobody gives the examples more names, such an example fails there.
pub(super) fn names(docstring: &str, is_known: &dyn Fn(&str) -> bool) -> (Vec<String>, Vec<String>) {
    let examples = examples(docstring);
    let mut seen = Seen {
        bound: Vec::new(),
        read: Vec::new(),
        behind: Vec::new(),
        is_known,
    };
    match parse(&examples.concat()) {
        Some(module) => seen.visit_body(&module.body),
        // One of them is not Python: what it names is told by its words.
        None => examples.iter().for_each(|example| match parse(example) {
            Some(module) => seen.visit_body(&module.body),
            None => seen.read.extend(identifiers(example).map(str::to_owned)),
        }),
    }
    (seen.read, seen.behind)
}

/// The text of each example: the lines with the prompts `>>>` and `...`, without these.
fn examples(docstring: &str) -> Vec<String> {
    let mut examples: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in docstring.lines().map(str::trim_start) {
        if let Some(first) = line.strip_prefix(">>>") {
            examples.push(format!("{}\n", first.strip_prefix(' ').unwrap_or(first)));
            goes_on = true;
        } else if let (Some(more), true, Some(example)) = (line.strip_prefix("..."), goes_on, examples.last_mut()) {
            example.push_str(more.strip_prefix(' ').unwrap_or(more));
            example.push('\n');
        } else {
            goes_on = false;
        }
    }
    examples
}

fn parse(text: &str) -> Option<ModModule> {
    ruff_python_parser::parse_module(text)
        .ok()
        .map(ruff_python_parser::Parsed::into_syntax)
}

fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| word.starts_with(|letter: char| letter.is_alphabetic() || letter == '_'))
}

/// What is evaluated first of an expression, where that is a name.
fn first(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(&name.id),
        Expr::Call(call) => first(&call.func),
        Expr::Attribute(attribute) => first(&attribute.value),
        Expr::Subscript(subscript) => first(&subscript.value),
        Expr::BinOp(operation) => first(&operation.left),
        Expr::Compare(comparison) => first(&comparison.left),
        _ => None,
    }
}

/// Names that were bound, and those that were read without.
struct Seen<'k> {
    bound: Vec<String>,
    read: Vec<String>,
    /// Those that are read only if a name is bound that may not be.
    behind: Vec<String>,
    is_known: &'k dyn Fn(&str) -> bool,
}

impl<'a> Visitor<'a> for Seen<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let before = self.bound.len();
        let first = match stmt {
            Stmt::Expr(expression) => first(&expression.value),
            Stmt::Assign(assign) => first(&assign.value),
            _ => None,
        };
        let is_unbound = |first: &&str| !(self.is_known)(first) && !self.bound.iter().any(|bound| bound == first);
        let fails = first.is_some_and(|first| is_unbound(&first));
        let so_far = fails.then(|| std::mem::take(&mut self.read));
        // The value is read before the name is bound.
        match stmt {
            Stmt::Assign(assign) => {
                self.visit_expr(&assign.value);
                assign.targets.iter().for_each(|target| self.visit_expr(target));
            }
            Stmt::AugAssign(assign) => {
                self.visit_expr(&assign.value);
                if let Expr::Name(name) = &*assign.target {
                    self.reads(&name.id);
                }
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    let first = alias.name.split('.').next().unwrap_or_default();
                    self.bound
                        .push(alias.asname.as_ref().map_or(first, |name| name.as_str()).to_owned());
                }
            }
            Stmt::ImportFrom(import) => {
                let names = import
                    .names
                    .iter()
                    .map(|alias| alias.asname.as_ref().unwrap_or(&alias.name));
                self.bound.extend(names.map(ToString::to_string));
            }
            Stmt::With(_) => visitor::walk_stmt(self, stmt),
            // What is bound in a branch may not be, and what a function binds is its own.
            _ => {
                visitor::walk_stmt(self, stmt);
                self.bound.truncate(before);
            }
        }
        match stmt {
            Stmt::FunctionDef(function) => self.bound.push(function.name.to_string()),
            Stmt::ClassDef(class) => self.bound.push(class.name.to_string()),
            _ => {}
        }
        if let Some(so_far) = so_far {
            let behind = std::mem::replace(&mut self.read, so_far);
            self.behind.extend(behind);
        }
    }

    fn visit_parameters(&mut self, parameters: &'a Parameters) {
        visitor::walk_parameters(self, parameters);
        self.bound
            .extend(parameters.iter().map(|parameter| parameter.name().to_string()));
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if name.ctx == ExprContext::Store => self.bound.push(name.id.to_string()),
            Expr::Name(name) => self.reads(&name.id),
            Expr::ListComp(ast::ExprListComp { elt, generators, .. })
            | Expr::SetComp(ast::ExprSetComp { elt, generators, .. })
            | Expr::Generator(ast::ExprGenerator { elt, generators, .. }) => self.within(|seen| {
                seen.comprehension(generators);
                seen.visit_expr(elt);
            }),
            Expr::DictComp(comprehension) => self.within(|seen| {
                seen.comprehension(&comprehension.generators);
                comprehension.key.iter().for_each(|key| seen.visit_expr(key));
                seen.visit_expr(&comprehension.value);
            }),
            Expr::Lambda(lambda) => self.within(|seen| {
                if let Some(parameters) = &lambda.parameters {
                    seen.visit_parameters(parameters);
                }
                seen.visit_expr(&lambda.body);
            }),
            _ => visitor::walk_expr(self, expr),
        }
    }
}

impl Seen<'_> {
    /// What is bound inside is not a name outside.
    fn within(&mut self, inside: impl FnOnce(&mut Self)) {
        let before = self.bound.len();
        inside(self);
        self.bound.truncate(before);
    }

    fn comprehension(&mut self, generators: &[ast::Comprehension]) {
        for generator in generators {
            self.visit_expr(&generator.iter);
            self.visit_expr(&generator.target);
            generator.ifs.iter().for_each(|test| self.visit_expr(test));
        }
    }

    fn reads(&mut self, name: &str) {
        if !self.bound.iter().any(|bound| bound == name) {
            self.read.push(name.to_owned());
        }
    }
}
