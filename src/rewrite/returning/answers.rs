//! What a `__getattr__` that somebody wrote answers: its body is gone through for one name after the other, with the tables that stand
//! in the module. Whatever is not known here ends that: then nothing is said of it.
use std::collections::BTreeMap;

use ruff_python_ast::{
    CmpOp, ExceptHandler, Expr, FStringPart, InterpolatedStringElement, Number, Operator, Stmt, UnaryOp,
};

use super::super::suites::assigned_name;

/// What an expression may stand for.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `None`.
    Nothing,
    /// A truth value.
    Truth(bool),
    /// A place in a tuple.
    Place(usize),
    /// A string.
    Text(String),
    /// A tuple, list or set.
    Items(Vec<Value>),
    /// A dict.
    Table(Vec<(String, Value)>),
    /// A module: its full name, and how it is written here.
    Module(String, String),
    /// What a module has under a name.
    Of(Box<Value>, String),
    /// `importlib`.
    Importlib,
    /// `importlib.import_module`.
    ImportModule,
    /// `globals()`.
    Globals,
}

/// Why the end of a function is not reached.
#[derive(Debug, PartialEq)]
pub enum Stop {
    /// An exception of this class.
    Raised(String),
    /// Something that is not known here.
    Unknown,
}

type Found<T> = Result<T, Stop>;

/// Goes through a function.
pub struct Machine<'a> {
    /// The module's name.
    pub module: &'a str,
    /// The package that relative names are of.
    pub package: &'a str,
    /// What the names of the module stand for.
    pub globals: &'a BTreeMap<String, Value>,
    /// And those of the function.
    pub locals: BTreeMap<String, Value>,
}

impl Machine<'_> {
    /// Goes through statements: what they return, if they do.
    pub fn run(&mut self, body: &[Stmt]) -> Found<Option<Value>> {
        for stmt in body {
            if let Some(value) = self.statement(stmt)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    fn statement(&mut self, stmt: &Stmt) -> Found<Option<Value>> {
        match stmt {
            Stmt::Expr(expr) if expr.value.is_string_literal_expr() => Ok(None),
            Stmt::Pass(_) => Ok(None),
            Stmt::Return(end) => self.value(end.value.as_deref().ok_or(Stop::Unknown)?).map(Some),
            Stmt::Raise(raise) => {
                let class = match raise.exc.as_deref() {
                    Some(Expr::Call(call)) => Some(&*call.func),
                    exception => exception,
                };
                match class {
                    Some(Expr::Name(class)) => Err(Stop::Raised(class.id.to_string())),
                    _ => Err(Stop::Unknown),
                }
            }
            Stmt::If(branch) => {
                if self.truth(&branch.test)? {
                    return self.run(&branch.body);
                }
                for clause in &branch.elif_else_clauses {
                    let holds = clause.test.as_ref().map_or(Ok(true), |test| self.truth(test))?;
                    if holds {
                        return self.run(&clause.body);
                    }
                }
                Ok(None)
            }
            Stmt::Try(guarded) if guarded.finalbody.is_empty() => {
                let before = self.locals.clone();
                match self.run(&guarded.body) {
                    Err(Stop::Raised(class)) => {
                        self.locals = before;
                        let handles = |handler: &&ExceptHandler| {
                            let ExceptHandler::ExceptHandler(handler) = handler;
                            matches!(handler.type_.as_deref(), Some(Expr::Name(name)) if name.id == class.as_str())
                        };
                        let Some(ExceptHandler::ExceptHandler(handler)) = guarded.handlers.iter().find(handles) else {
                            return Err(Stop::Unknown);
                        };
                        self.run(&handler.body)
                    }
                    Ok(None) => self.run(&guarded.orelse),
                    other => other,
                }
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    let value = match alias.name.as_str() {
                        "importlib" => Value::Importlib,
                        name if alias.asname.is_some() || !name.contains('.') => {
                            Value::Module(name.to_owned(), name.to_owned())
                        }
                        _ => return Err(Stop::Unknown),
                    };
                    let bound = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.locals.insert(bound.to_string(), value);
                }
                Ok(None)
            }
            Stmt::ImportFrom(from) => {
                let module = from.module.as_deref().unwrap_or_default();
                let written = ".".repeat(from.level as usize) + module;
                for alias in &from.names {
                    let value = match (written.as_str(), alias.name.as_str()) {
                        ("importlib", "import_module") => Value::ImportModule,
                        (_, "*") => return Err(Stop::Unknown),
                        (written, name) => {
                            let module = self.module_of(written, self.package)?;
                            Value::Of(Box::new(module), name.to_owned())
                        }
                    };
                    let bound = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.locals.insert(bound.to_string(), value);
                }
                Ok(None)
            }
            Stmt::Assign(assign) => {
                let value = self.value(&assign.value)?;
                assign
                    .targets
                    .iter()
                    .try_for_each(|target| self.assign(target, &value))?;
                Ok(None)
            }
            _ => {
                let (name, Some(value)) = assigned_name(stmt).ok_or(Stop::Unknown)? else {
                    return Err(Stop::Unknown);
                };
                let value = self.value(value)?;
                self.locals.insert(name.to_owned(), value);
                Ok(None)
            }
        }
    }

    fn assign(&mut self, target: &Expr, value: &Value) -> Found<()> {
        match (target, value) {
            (Expr::Name(name), _) => drop(self.locals.insert(name.id.to_string(), value.clone())),
            (Expr::Tuple(targets), Value::Items(items)) if targets.elts.len() == items.len() => {
                let mut pairs = targets.elts.iter().zip(items);
                pairs.try_for_each(|(target, item)| self.assign(target, item))?;
            }
            // The module keeps what it has found.
            (Expr::Subscript(at), _) if self.value(&at.value)? == Value::Globals => {}
            _ => return Err(Stop::Unknown),
        }
        Ok(())
    }

    fn truth(&mut self, test: &Expr) -> Found<bool> {
        Ok(match self.value(test)? {
            Value::Truth(truth) => truth,
            Value::Nothing => false,
            Value::Text(text) => !text.is_empty(),
            Value::Items(items) => !items.is_empty(),
            _ => return Err(Stop::Unknown),
        })
    }

    /// What an expression stands for.
    pub fn value(&mut self, expr: &Expr) -> Found<Value> {
        match expr {
            Expr::NoneLiteral(_) => Ok(Value::Nothing),
            Expr::BooleanLiteral(literal) => Ok(Value::Truth(literal.value)),
            Expr::StringLiteral(text) => Ok(Value::Text(text.value.to_str().to_owned())),
            Expr::NumberLiteral(number) => match &number.value {
                Number::Int(int) => int.as_u8().map(|at| Value::Place(at.into())).ok_or(Stop::Unknown),
                _ => Err(Stop::Unknown),
            },
            Expr::Name(name) => self.name(name.id.as_str()),
            Expr::Tuple(tuple) => self.items(&tuple.elts),
            Expr::List(list) => self.items(&list.elts),
            Expr::Set(set) => self.items(&set.elts),
            Expr::Dict(dict) => {
                let mut table = Vec::new();
                for item in &dict.items {
                    let Value::Text(key) = self.value(item.key.as_ref().ok_or(Stop::Unknown)?)? else {
                        return Err(Stop::Unknown);
                    };
                    table.retain(|(known, _)| *known != key);
                    table.push((key, self.value(&item.value)?));
                }
                Ok(Value::Table(table))
            }
            Expr::Named(named) => {
                let value = self.value(&named.value)?;
                self.assign(&named.target, &value)?;
                Ok(value)
            }
            Expr::UnaryOp(not) if not.op == UnaryOp::Not => Ok(Value::Truth(!self.truth(&not.operand)?)),
            Expr::BinOp(sum) if sum.op == Operator::Add => match (self.value(&sum.left)?, self.value(&sum.right)?) {
                (Value::Text(one), Value::Text(other)) => Ok(Value::Text(one + &other)),
                _ => Err(Stop::Unknown),
            },
            Expr::FString(text) => {
                let mut all = String::new();
                for part in text.value.iter() {
                    match part {
                        FStringPart::Literal(literal) => all.push_str(&literal.value),
                        FStringPart::FString(string) => {
                            for element in &string.elements {
                                match element {
                                    InterpolatedStringElement::Literal(literal) => all.push_str(&literal.value),
                                    InterpolatedStringElement::Interpolation(one)
                                        if one.format_spec.is_none() && one.conversion.is_none() =>
                                    {
                                        let Value::Text(text) = self.value(&one.expression)? else {
                                            return Err(Stop::Unknown);
                                        };
                                        all.push_str(&text);
                                    }
                                    InterpolatedStringElement::Interpolation(_) => return Err(Stop::Unknown),
                                }
                            }
                        }
                    }
                }
                Ok(Value::Text(all))
            }
            Expr::Compare(test) => {
                let ([op], [right]) = (&*test.ops, &*test.comparators) else {
                    return Err(Stop::Unknown);
                };
                let (left, right) = (self.value(&test.left)?, self.value(right)?);
                let within = || match &right {
                    Value::Items(items) => Ok(items.contains(&left)),
                    Value::Table(table) => Ok(table.iter().any(|(key, _)| Value::Text(key.clone()) == left)),
                    _ => Err(Stop::Unknown),
                };
                Ok(Value::Truth(match op {
                    CmpOp::In => within()?,
                    CmpOp::NotIn => !within()?,
                    CmpOp::Eq | CmpOp::Is => left == right,
                    CmpOp::NotEq | CmpOp::IsNot => left != right,
                    _ => return Err(Stop::Unknown),
                }))
            }
            Expr::Subscript(at) => match (self.value(&at.value)?, self.value(&at.slice)?) {
                (Value::Table(table), Value::Text(key)) => {
                    let mut found = table.into_iter().filter(|(known, _)| *known == key);
                    let missing = || Stop::Raised("KeyError".to_owned());
                    found.next().map(|(_, value)| value).ok_or_else(missing)
                }
                (Value::Items(items), Value::Place(at)) => items.get(at).cloned().ok_or(Stop::Unknown),
                _ => Err(Stop::Unknown),
            },
            Expr::Attribute(of) if matches!(&*of.value, Expr::Name(name) if &name.id == "__spec__" && self.name("__spec__").is_err()) => {
                match of.attr.as_str() {
                    "name" => self.name("__name__"),
                    "parent" => self.name("__package__"),
                    _ => Err(Stop::Unknown),
                }
            }
            Expr::Attribute(of) => match self.value(&of.value)? {
                Value::Importlib if of.attr.as_str() == "import_module" => Ok(Value::ImportModule),
                _ => Err(Stop::Unknown),
            },
            Expr::Call(call) => match (&*call.arguments.args, &*call.arguments.keywords) {
                (arguments, []) => self.call(&call.func, arguments),
                // `import_module(name, package=__name__)`
                ([name], [package]) if package.arg.as_deref() == Some("package") => match self.value(&call.func)? {
                    Value::ImportModule => self.call(&call.func, &[name.clone(), package.value.clone()]),
                    _ => Err(Stop::Unknown),
                },
                _ => Err(Stop::Unknown),
            },
            _ => Err(Stop::Unknown),
        }
    }

    fn items(&mut self, elements: &[Expr]) -> Found<Value> {
        let items: Found<Vec<Value>> = elements.iter().map(|element| self.value(element)).collect();
        items.map(Value::Items)
    }

    fn name(&self, name: &str) -> Found<Value> {
        if let Some(value) = self.locals.get(name).or_else(|| self.globals.get(name)) {
            return Ok(value.clone());
        }
        match name {
            "__name__" => Ok(Value::Text(self.module.to_owned())),
            "__package__" => Ok(Value::Text(self.package.to_owned())),
            _ => Err(Stop::Unknown),
        }
    }

    fn call(&mut self, function: &Expr, arguments: &[Expr]) -> Found<Value> {
        match function {
            Expr::Name(name) if self.name(&name.id).is_err() => match (name.id.as_str(), arguments) {
                ("globals", []) => Ok(Value::Globals),
                ("getattr", [of, name]) => match (self.value(of)?, self.value(name)?) {
                    (module @ (Value::Module(..) | Value::Of(..)), Value::Text(name)) => {
                        Ok(Value::Of(Box::new(module), name))
                    }
                    _ => Err(Stop::Unknown),
                },
                _ => Err(Stop::Unknown),
            },
            Expr::Attribute(of) if of.attr.as_str() == "get" => {
                let (Value::Table(table), [key, otherwise @ ..]) = (self.value(&of.value)?, arguments) else {
                    return Err(Stop::Unknown);
                };
                let Value::Text(key) = self.value(key)? else {
                    return Err(Stop::Unknown);
                };
                match (table.into_iter().find(|(known, _)| *known == key), otherwise) {
                    (Some((_, value)), _) => Ok(value),
                    (None, []) => Ok(Value::Nothing),
                    (None, [other]) => self.value(other),
                    _ => Err(Stop::Unknown),
                }
            }
            function => match (self.value(function)?, arguments) {
                (Value::ImportModule, [name]) => match self.value(name)? {
                    Value::Text(name) if !name.starts_with('.') => Ok(Value::Module(name.clone(), name)),
                    _ => Err(Stop::Unknown),
                },
                (Value::ImportModule, [name, package]) => match (self.value(name)?, self.value(package)?) {
                    (Value::Text(name), Value::Text(package)) => self.module_of(&name, &package),
                    _ => Err(Stop::Unknown),
                },
                _ => Err(Stop::Unknown),
            },
        }
    }

    /// A module by a name that may be relative to a package.
    fn module_of(&self, written: &str, package: &str) -> Found<Value> {
        let below = written.trim_start_matches('.');
        let dots = written.len() - below.len();
        if dots == 0 {
            return Ok(Value::Module(written.to_owned(), written.to_owned()));
        }
        let mut parts: Vec<&str> = package.split('.').collect();
        if package.is_empty() || dots > parts.len() {
            return Err(Stop::Unknown);
        }
        parts.truncate(parts.len() + 1 - dots);
        parts.extend((!below.is_empty()).then_some(below));
        let name = parts.join(".");
        let written = if package == self.package {
            written.to_owned()
        } else {
            name.clone()
        };
        Ok(Value::Module(name, written))
    }
}
