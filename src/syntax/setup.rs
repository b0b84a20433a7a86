//! The arguments of `setup(...)` in a setup.py, as far as they are literals. Runs nothing, and knows nothing of what they mean.
use std::collections::BTreeMap;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, ExprCall, Keyword, Stmt, StmtAssign, StmtImport, StmtImportFrom};

use super::parse;

/// What an argument is, without its names and calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// A string.
    Text(String),
    /// A list or a tuple.
    List(Vec<Literal>),
    /// A dictionary whose keys are strings.
    Table(BTreeMap<String, Literal>),
    /// Anything that would have to be run.
    Unknown,
}

/// One argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its value.
    pub value: Literal,
    /// Its line, counted from one.
    pub line: u32,
}

/// The named arguments of the call of setuptools' (or distutils') `setup` in a text; `None` where there is no such call, or more than
/// one that may be meant, or the text is not Python.
pub fn setup_arguments(text: &str) -> Option<BTreeMap<String, Argument>> {
    let parsed = parse(text).ok()?;
    let mut seen = Seen::default();
    seen.visit_body(parsed.suite());
    let [call] = seen.calls[..] else { return None };
    let mut found = BTreeMap::new();
    for keyword in &call.arguments.keywords {
        seen.take(text, keyword, &mut found);
    }
    Some(found)
}

/// The modules that have a `setup`.
/// Not in `rules/`: they are the format of the file.
const BACKENDS: [&str; 3] = ["setuptools", "distutils.core", "distutils"];

/// What was seen on the way through a file.
#[derive(Default)]
struct Seen<'a> {
    /// Names that are the function.
    functions: Vec<&'a str>,
    /// Names that are a module that has it.
    modules: Vec<String>,
    /// The calls.
    calls: Vec<&'a ExprCall>,
    /// What names are bound to by plain assignments; `None` where by more than one.
    names: BTreeMap<&'a str, Option<&'a Expr>>,
}

impl<'a> Visitor<'a> for Seen<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Import(StmtImport { names, .. }) => {
                let of_backend = names.iter().filter(|alias| BACKENDS.contains(&alias.name.as_str()));
                self.modules
                    .extend(of_backend.map(|alias| alias.asname.as_ref().unwrap_or(&alias.name).to_string()));
            }
            Stmt::ImportFrom(StmtImportFrom { module, names, .. }) => {
                let of_backend = module
                    .as_ref()
                    .is_some_and(|module| BACKENDS.contains(&module.as_str()));
                for alias in names.iter().filter(|_| of_backend) {
                    let bound = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    match alias.name.as_str() {
                        "setup" => self.functions.push(bound),
                        "core" => self.modules.push(bound.to_owned()),
                        _ => {}
                    }
                }
            }
            Stmt::Assign(StmtAssign { targets, value, .. }) => {
                for target in targets.iter().filter_map(Expr::as_name_expr) {
                    let again = self.names.contains_key(target.id.as_str());
                    self.names.insert(target.id.as_str(), (!again).then_some(&**value));
                }
            }
            Stmt::AugAssign(changed) => {
                if let Some(target) = changed.target.as_name_expr() {
                    self.names.insert(target.id.as_str(), None);
                }
            }
            _ => {}
        }
        visitor::walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Call(call) = expr
            && self.is_setup(&call.func)
        {
            self.calls.push(call);
        }
        // `extras["x"] = …` and `extras.update(…)` change what a name holds.
        let changed = match expr {
            Expr::Subscript(subscript) if subscript.ctx.is_store() || subscript.ctx.is_del() => {
                subscript.value.as_name_expr()
            }
            Expr::Call(call) => call
                .func
                .as_attribute_expr()
                .and_then(|method| method.value.as_name_expr()),
            _ => None,
        };
        if let Some(name) = changed {
            self.names.insert(name.id.as_str(), None);
        }
        visitor::walk_expr(self, expr);
    }
}

impl Seen<'_> {
    fn is_setup(&self, function: &Expr) -> bool {
        match function {
            Expr::Name(name) => self.functions.contains(&name.id.as_str()),
            Expr::Attribute(attribute) if attribute.attr.as_str() == "setup" => {
                dotted(&attribute.value).is_some_and(|module| self.modules.contains(&module))
            }
            _ => false,
        }
    }

    /// Takes an argument, or those of `**table`.
    fn take(&self, text: &str, keyword: &Keyword, into: &mut BTreeMap<String, Argument>) {
        let start = keyword.range.start().to_usize();
        let line = u32::try_from(text[..start].matches('\n').count() + 1).unwrap_or(u32::MAX);
        let value = self.literal(&keyword.value, 0);
        match (&keyword.arg, value) {
            (Some(name), value) => {
                into.insert(name.to_string(), Argument { value, line });
            }
            (None, Literal::Table(more)) => {
                into.extend(more.into_iter().map(|(name, value)| (name, Argument { value, line })));
            }
            (None, _) => {}
        }
    }

    fn literal(&self, expr: &Expr, depth: usize) -> Literal {
        // Names that are bound to each other in a circle end here.
        if depth > 32 {
            return Literal::Unknown;
        }
        let inner = |expr: &Expr| self.literal(expr, depth + 1);
        match expr {
            Expr::StringLiteral(string) => Literal::Text(string.value.to_str().to_owned()),
            Expr::List(list) => Literal::List(list.elts.iter().map(inner).collect()),
            Expr::Tuple(tuple) => Literal::List(tuple.elts.iter().map(inner).collect()),
            Expr::Dict(dict) => {
                let pair = |item: &ruff_python_ast::DictItem| match inner(item.key.as_ref()?) {
                    Literal::Text(key) => Some((key, inner(&item.value))),
                    _ => None,
                };
                dict.items
                    .iter()
                    .map(pair)
                    .collect::<Option<_>>()
                    .map_or(Literal::Unknown, Literal::Table)
            }
            Expr::Call(call) if call.func.as_name_expr().is_some_and(|name| name.id.as_str() == "dict") => {
                let pair = |keyword: &Keyword| Some((keyword.arg.as_ref()?.to_string(), inner(&keyword.value)));
                let is_plain = call.arguments.args.is_empty();
                let table = call.arguments.keywords.iter().map(pair).collect::<Option<_>>();
                table.filter(|_| is_plain).map_or(Literal::Unknown, Literal::Table)
            }
            Expr::Name(name) => match self.names.get(name.id.as_str()) {
                Some(Some(value)) => inner(value),
                _ => Literal::Unknown,
            },
            _ => Literal::Unknown,
        }
    }
}

fn dotted(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Name(name) => Some(name.id.to_string()),
        Expr::Attribute(attribute) => Some(format!("{}.{}", dotted(&attribute.value)?, attribute.attr)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(source: &str, key: &str) -> Option<Literal> {
        setup_arguments(source)?.get(key).map(|argument| argument.value.clone())
    }

    #[test]
    fn the_call_is_found_by_what_its_name_means() {
        for source in [
            "from setuptools import setup\nsetup(name='x')",
            "from setuptools import setup as go, find_packages\nif __name__ == '__main__':\n    go(name='x')",
            "import setuptools\ndef main():\n    setuptools.setup(name='x')\nmain()",
            "import setuptools as st\nst.setup(**{'name': 'x'})",
            "from distutils.core import setup\nN = 'x'\nsetup(name=N)",
            "import distutils.core\nkw = dict(name='x')\ndistutils.core.setup(**kw)",
            "from distutils import core\ncore.setup(name=('x'))",
        ] {
            assert_eq!(text_of(source, "name"), Some(Literal::Text("x".into())), "{source}");
        }
        for source in [
            "setup(name='x')",
            "from mine import setup\nsetup(name='x')",
            "from setuptools import setup\nsetup(name='x')\nsetup(name='y')",
            "import setuptools\nsetuptools.find_packages(name='x')",
            "setup(",
        ] {
            assert_eq!(setup_arguments(source), None, "{source}");
        }
    }

    #[test]
    fn what_would_have_to_be_run_is_unknown() {
        for value in ["read('VERSION')", "N + 'x'", "T", "f'{N}'", "{N: 1, **T}", "C", "M"] {
            let source = format!(
                "from setuptools import setup\nN = 'a'\nT = 'a'\nT = 'b'\nC = D\nD = C\nM = {{}}\nM['a'] = 'b'\nsetup(name={value})"
            );
            assert_eq!(text_of(&source, "name"), Some(Literal::Unknown), "{value}");
        }
        let source = "from setuptools import setup\nsetup(\n    a='1',\n    b=['2', f()],\n)";
        let found = setup_arguments(source).unwrap();
        assert_eq!(found["b"].line, 4);
        let expected = Literal::List(vec![Literal::Text("2".into()), Literal::Unknown]);
        assert_eq!(found["b"].value, expected);
    }
}
