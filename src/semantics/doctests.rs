//! The names that the examples of a docstring take from the namespace of their module: those that no example before has bound.
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Expr, ExprContext, ModModule, Parameters, Stmt};
use rustc_hash::FxHashMap;

/// Names by which examples may bind others. Not in `rules/`: Python has no others.
const BINDS: [&str; 8] = [
    "__builtins__",
    "builtins",
    "eval",
    "exec",
    "globals",
    "locals",
    "setattr",
    "vars",
];

/// The names that are read, and those that are read behind a name, which comes with each, that is none of the module's nor of Python's
/// (`is_known`) and that no example binds: where nobody gives the examples more names, such an example fails there.
pub(super) fn names(docstring: &str, is_known: &dyn Fn(&str) -> bool) -> (Vec<String>, Vec<(String, String)>) {
    let examples = examples(docstring);
    let whole = examples.concat();
    let mut loads = Loads::default();
    let parsed = parse(&whole);
    if let Some(module) = &parsed {
        loads.visit_body(&module.body);
    }
    let mut mentioned: FxHashMap<&str, usize> = FxHashMap::default();
    for word in identifiers(&whole) {
        *mentioned.entry(word).or_default() += 1;
    }
    let is_unbound = |name: &str| {
        let is_only_read = loads.read.get(name) == mentioned.get(name);
        !loads.binds_unseen && !name.starts_with('_') && is_only_read && !is_known(name)
    };
    let mut seen = Seen {
        bound: Vec::new(),
        read: Vec::new(),
        behind: Vec::new(),
        is_unbound: &is_unbound,
    };
    match &parsed {
        Some(module) => module.body.iter().for_each(|statement| seen.example(statement)),
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

/// How often names are read in examples, and whether these may bind names that do not show.
#[derive(Default)]
struct Loads {
    read: FxHashMap<String, usize>,
    binds_unseen: bool,
}

impl<'a> Visitor<'a> for Loads {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        self.binds_unseen |=
            matches!(stmt, Stmt::ImportFrom(import) if import.names.iter().any(|alias| &alias.name == "*"));
        visitor::walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr
            && name.ctx == ExprContext::Load
        {
            self.binds_unseen |= BINDS.contains(&name.id.as_str());
            *self.read.entry(name.id.to_string()).or_default() += 1;
        }
        visitor::walk_expr(self, expr);
    }
}

/// Names that were bound, and those that were read without.
struct Seen<'k> {
    bound: Vec<String>,
    read: Vec<String>,
    /// Those that are read only if the name behind each is bound, which may not be.
    behind: Vec<(String, String)>,
    is_unbound: &'k dyn Fn(&str) -> bool,
}

impl Seen<'_> {
    /// A statement of an example: of one that begins with a name which is not bound no more is executed.
    fn example(&mut self, stmt: &Stmt) {
        let first = match stmt {
            Stmt::Expr(expression) => first(&expression.value),
            Stmt::Assign(assign) => first(&assign.value),
            _ => None,
        };
        let Some(first) = first.filter(|first| (self.is_unbound)(first)) else {
            return self.visit_stmt(stmt);
        };
        let so_far = std::mem::take(&mut self.read);
        self.visit_stmt(stmt);
        let behind = std::mem::replace(&mut self.read, so_far);
        self.behind
            .extend(behind.into_iter().map(|name| (name, first.to_owned())));
    }
}

impl<'a> Visitor<'a> for Seen<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let before = self.bound.len();
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
