//! Reads and writes of a namespace as a whole: `globals()`, `vars(x)`, `x.__dict__`, `exec`. Part of the walk.
use ruff_python_ast::{self as ast, Expr, ExprCall, ExprContext};
use ruff_text_size::Ranged;

use super::facts::{MentionKind, NamespaceRead, Object, Path, ScopeKind, TRACEBACK_LOCALS, Touch};
use super::hint_reads::{called, spec_of_names};
use super::literals::literal;
use super::paths::{self, chain, holder, object};
use super::put_together::Pending;
use super::strings;
use super::walk::Walker;
use crate::rules::Group;
use crate::syntax::Span;

/// Names of the parameters alone: `f.__code__.co_varnames[:n]`.
pub(super) fn parameters_of_code(subscript: &ast::ExprSubscript) -> Option<Span> {
    let names = subscript.value.as_attribute_expr()?;
    (&names.attr == "co_varnames" && subscript.slice.is_slice_expr()).then(|| names.range().into())
}

impl Walker<'_> {
    /// `globals()`, `locals()`, `vars()`, `dir()`, `eval`, `exec`, `getmembers`: reads of namespaces as a whole.
    pub(super) fn namespace_call(&mut self, call: &ExprCall, last: &str, builtin: bool) {
        let span: Span = call.range().into();
        let arguments = &call.arguments.args;
        let at_module_level = self.recorder.facts.executing_function(self.state.scope).is_none();
        if self.evaluated_in.contains(&span) {
            return;
        }
        match last {
            "globals" if builtin => self.namespace(span, "globals()", Object::ThisModule),
            "locals" | "vars" | "dir" if builtin && arguments.is_empty() => {
                self.reads_locals();
                if at_module_level {
                    self.namespace(span, &format!("{last}()"), Object::ThisModule);
                }
            }
            "eval" | "exec" if builtin => {
                let keyword = call.arguments.find_keyword("globals").map(|keyword| &keyword.value);
                let own = arguments.get(1).or(keyword).is_none_or(|namespace| {
                    let called = namespace.as_call_expr().and_then(|call| paths::path(&call.func));
                    matches!(called.as_ref().map(Path::last), Some("globals" | "locals" | "vars"))
                });
                if own {
                    let given = arguments.iter().skip(1).chain(keyword);
                    self.evaluated_in
                        .extend(given.map(|namespace| Span::from(namespace.range())));
                    self.reads_locals();
                    self.namespace(span, &format!("{last}()"), Object::ThisModule);
                } else if last == "exec" && arguments.first().is_some_and(|text| literal(text).is_none()) {
                    self.recorder.mention(self.state.scope, span, MentionKind::RunsText);
                }
            }
            "run" | "runcall" | "runctx" | "timeit" | "repeat" | "Timer" if runs_in_main(call) => {
                self.namespace(span, &format!("{last}()"), Object::ThisModule);
            }
            // Whether the source is run is known at the end.
            "getclosurevars" | "getsource" | "getsourcelines" => {
                let how = if last == "getclosurevars" {
                    "getclosurevars()"
                } else {
                    "getsource()"
                };
                if let Some(argument) = arguments.first() {
                    self.namespace(span, how, object(argument));
                }
            }
            // The code of a function with other names around it.
            "FunctionType" if copied_namespace(call, last).is_none() => {
                if let Some(Expr::Attribute(code)) = arguments.first()
                    && &code.attr == "__code__"
                {
                    self.namespace(span, "FunctionType()", object(&code.value));
                }
            }
            "vars" | "dir" | "getmembers" | "getmembers_static" => {
                let named = || call.arguments.find_keyword("object").map(|keyword| &keyword.value);
                if let Some(argument) = arguments.first().or_else(named) {
                    self.namespace_of(span, &format!("{last}()"), argument);
                }
            }
            // `getattr(module, "__dict__")`, `object.__getattribute__(module, "name")`; what is asked statically is asked of no
            // `__getattr__`.
            "getattr" | "__getattribute__" | "getattr_static" => {
                if let [of, name, ..] = &**arguments {
                    match (last, literal(name)) {
                        (_, Some("__dict__")) => self.namespace_of(span, ".__dict__", of),
                        // Any name may be one of an object's own.
                        ("getattr", _) | ("__getattribute__", None) => {}
                        (_, name) => {
                            self.namespace_of(span, &format!("{last}()"), of);
                            name.into_iter().for_each(|name| self.only_name(span, name));
                        }
                    }
                }
            }
            // `module.__dir__()`, `object.__dir__(module)`
            "__dir__" => {
                let of = call.func.as_attribute_expr().map(|method| &*method.value);
                // A class that adds to what its objects have is about these.
                let is_of_class = |of: &&Expr| match of {
                    Expr::Name(name) => matches!(name.id.as_str(), "self" | "cls"),
                    Expr::Call(call) => matches!(&*call.func, Expr::Name(name) if name.id == "super"),
                    _ => false,
                };
                if let Some(of) = arguments.first().or(of).filter(|of| !is_of_class(of)) {
                    self.namespace(span, "dir()", holder(of));
                }
            }
            _ => {}
        }
        // `attrgetter("__dict__")(module)`
        if let (Expr::Call(getter), [of]) = (&*call.func, &**arguments)
            && paths::path(&getter.func).is_some_and(|path| path.last() == "attrgetter")
            && getter
                .arguments
                .args
                .iter()
                .any(|name| literal(name) == Some("__dict__"))
        {
            self.namespace_of(span, ".__dict__", of);
        }
    }

    /// The namespace of what an expression stands for, or that around what it is the module of.
    fn namespace_of(&mut self, span: Span, how: &str, of: &Expr) {
        match within_module(of) {
            Some(inner) => self.namespace(span, ".__globals__", holder(inner)),
            None => self.namespace(span, how, holder(of)),
        }
    }

    fn reads_locals(&mut self) {
        let scopes = &mut self.recorder.facts.scopes;
        let mut at = Some(self.state.scope);
        // Comprehensions share the frame of the function around them (PEP 709), or had an argument passed in.
        while let Some(id) = at {
            let scope = &mut scopes[id as usize];
            scope.reads_locals = true;
            at = scope.parent.filter(|_| scope.kind == ScopeKind::Comprehension);
        }
    }

    fn namespace(&mut self, span: Span, how: &str, object: Object) {
        // A module's own `__dir__` may look into its namespace: it tells what is there.
        let facts = &self.recorder.facts;
        let is_dir = |id| {
            facts
                .module_function(id)
                .is_some_and(|function| function.name == "__dir__")
        };
        let serves = facts.scope_chain(self.state.scope).any(is_dir);
        if !serves && object != Object::Value {
            let scope = self.state.scope;
            let read = NamespaceRead::whole(span, scope, how.to_owned(), object);
            self.recorder.facts.namespace_reads.push(read);
        }
    }

    /// `[name for name in dir(x) if name not in ("a", "b")]` reads the namespace but for these names.
    pub(super) fn sifted(&mut self, generator: &ast::Comprehension) {
        let (Expr::Name(variable), Some(span)) = (&generator.target, called(&generator.iter, "dir")) else {
            return;
        };
        let mut left_out: Vec<String> = generator
            .ifs
            .iter()
            .flat_map(|test| excluded(test, &variable.id))
            .collect();
        left_out.sort_unstable();
        let reads = self.recorder.facts.namespace_reads.iter_mut();
        for read in reads.rev().take_while(|read| read.span == span) {
            read.patterns.extend(Self::names_kept(generator));
            read.besides.clone_from(&left_out);
        }
    }

    /// Of the namespace that an expression stands for, only this name is looked up.
    pub(super) fn only_key(&mut self, namespace: &Expr, key: &str) {
        self.only_name(namespace.range().into(), key);
    }

    fn only_name(&mut self, span: Span, key: &str) {
        let reads = self.recorder.facts.namespace_reads.iter_mut();
        for read in reads.rev().take_while(|read| read.span == span) {
            read.name = Some(key.to_owned());
        }
    }

    /// `globals()[name] = value` sets an attribute of the module.
    pub(super) fn written_global(&mut self, subscript: &ast::ExprSubscript) {
        if is_globals(&subscript.value) && literal(&subscript.slice).is_none() && self.runs() {
            let touch = match subscript.ctx {
                ExprContext::Del => Touch::Delete,
                _ => Touch::Replace,
            };
            self.pending.push(Pending {
                span: subscript.range().into(),
                scope: self.state.scope,
                touch,
                object: Some(Object::ThisModule),
                parts: strings::parts(&subscript.slice),
            });
        }
    }

    /// `globals` that is handed on under another name, or called.
    pub(super) fn other_globals(&mut self, span: Span) {
        if self.runs() {
            self.namespace(span, "globals()", Object::ThisModule);
        }
    }

    /// `setattr` that is handed on: to `map`, say, which sets any attribute of whatever it is given.
    pub(super) fn other_setter(&mut self, span: Span, touch: Touch) {
        if self.runs() && !self.evaluated_in.contains(&span) {
            let kind = MentionKind::ComputedAttribute {
                object: Object::Unknown,
                touch,
            };
            self.recorder.mention(self.state.scope, span, kind);
        }
    }

    /// `stack.callback(setattr, x, "n", value)`: what is handed over with it, it is called with.
    pub(super) fn setter_handed(&mut self, call: &ExprCall) {
        let (Expr::Attribute(method), [Expr::Name(setter), object, name, ..]) = (&*call.func, &*call.arguments.args)
        else {
            return;
        };
        let touch = match setter.id.as_str() {
            "setattr" => Touch::Replace,
            "delattr" => Touch::Delete,
            _ => return,
        };
        if !self.rules.knows(Group::CallsWith, &method.attr) || object.is_starred_expr() || name.is_starred_expr() {
            return;
        }
        let scope = self.state.scope;
        self.evaluated_in.push(setter.range().into());
        let parts = |path: Path| std::iter::once(path.root).chain(path.attributes).collect();
        let kind = MentionKind::SetterHanded {
            method: method.attr.to_string(),
            holder: paths::path(&method.value).map(parts).unwrap_or_default(),
            touch,
        };
        self.recorder.mention(scope, setter.range().into(), kind);
        self.pending.push(Pending {
            span: call.range().into(),
            scope,
            touch,
            object: Some(holder(object)),
            parts: strings::parts(name),
        });
    }

    /// `frame.f_locals`, `frame.f_globals`
    fn names_of_frame(&mut self, attribute: &ast::ExprAttribute) {
        if matches!(attribute.attr.as_str(), "f_globals" | "f_locals") && self.runs() {
            self.reads_locals();
            // The frames of a traceback are those of functions that were called.
            let of_traceback = matches!(&*attribute.value, Expr::Attribute(frame) if &frame.attr == "tb_frame");
            let how = match of_traceback && &attribute.attr == "f_locals" {
                true => TRACEBACK_LOCALS.to_owned(),
                false => format!(".{}", attribute.attr),
            };
            self.namespace(attribute.range().into(), &how, Object::ThisModule);
        }
    }

    /// `x.__dict__` and `f.__globals__`.
    pub(super) fn whole_namespace(&mut self, attribute: &ast::ExprAttribute) {
        self.named_only.extend(spec_of_names(attribute));
        let mut part = Some(attribute);
        while let Some(attribute) = part {
            self.names_of_frame(attribute);
            let span = Span::from(attribute.range());
            let is_namespace = matches!(attribute.attr.as_str(), "__dict__" | "__globals__");
            if is_namespace && self.runs() && !self.evaluated_in.contains(&span) {
                self.namespace_of(span, &format!(".{}", attribute.attr), &attribute.value);
            }
            if self.rules.knows(Group::CodeAttribute, &attribute.attr)
                && let Expr::Attribute(code) = &*attribute.value
                && &code.attr == "__code__"
                && self.runs()
                && !self.evaluated_in.contains(&span)
            {
                self.namespace(span, ".__code__", object(&code.value));
            }
            if matches!(attribute.attr.as_str(), "__annotations__" | "__dataclass_fields__") && self.runs() {
                self.hint(attribute.range().into(), &attribute.attr, object(&attribute.value));
            }
            // Attributes of something without a name are visited one by one.
            part = attribute
                .value
                .as_attribute_expr()
                .filter(|_| chain(&attribute.value).is_some());
        }
        if &attribute.attr == "__class__" && attribute.ctx.is_store() && object(&attribute.value) == Object::ThisModule
        {
            self.recorder.mention(
                self.state.scope,
                attribute.range().into(),
                MentionKind::ReplacesThisModule,
            );
        }
    }
}

/// The namespace in `FunctionType(f.__code__, f.__globals__)`: a copy of a function looks up what the function itself does.
pub(super) fn copied_namespace(call: &ExprCall, last: &str) -> Option<Span> {
    let part = |name: &str, place: usize, attribute: &str| {
        let value = call.arguments.find_argument_value(name, place)?.as_attribute_expr()?;
        (&value.attr == attribute).then_some(value)
    };
    let (code, namespace) = (part("code", 0, "__code__")?, part("globals", 1, "__globals__")?);
    let of = |attribute: &ast::ExprAttribute| attribute.value.as_name_expr().map(|name| name.id.clone());
    let is_copy = last == "FunctionType" && of(code).is_some() && of(code) == of(namespace);
    is_copy.then(|| namespace.range().into())
}

/// What an expression stands for the module of: `inspect.getmodule(x)`.
fn within_module(expr: &Expr) -> Option<&Expr> {
    let call = expr.as_call_expr()?;
    let is_it = paths::path(&call.func).is_some_and(|path| path.last() == "getmodule");
    call.arguments.args.first().filter(|_| is_it)
}

/// The texts that a variable is not, where a test holds.
fn excluded(test: &Expr, variable: &str) -> Vec<String> {
    match test {
        Expr::BoolOp(both) if both.op == ast::BoolOp::And => {
            both.values.iter().flat_map(|test| excluded(test, variable)).collect()
        }
        Expr::Compare(compare) => match (&*compare.left, &*compare.ops, &*compare.comparators) {
            (Expr::Name(name), [ast::CmpOp::NotIn], [names]) if name.id == variable => displayed(names),
            (Expr::Name(name), [ast::CmpOp::NotEq], [other]) if name.id == variable => {
                literal(other).map(str::to_owned).into_iter().collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The texts in a display.
fn displayed(names: &Expr) -> Vec<String> {
    let items = match names {
        Expr::Tuple(tuple) => &tuple.elts,
        Expr::List(list) => &list.elts,
        Expr::Set(set) => &set.elts,
        _ => return Vec::new(),
    };
    items.iter().filter_map(literal).map(str::to_owned).collect()
}

/// Whether an expression is `globals()`.
pub(super) fn is_globals(expr: &Expr) -> bool {
    let called = expr.as_call_expr().filter(|call| call.arguments.is_empty());
    called.is_some_and(|call| matches!(&*call.func, Expr::Name(name) if name.id == "globals"))
}

/// Whether a call runs code in a string in the names of the main module: a profiler, or `timeit` that imports from it.
fn runs_in_main(call: &ExprCall) -> bool {
    let path = paths::path(&call.func);
    let root = path.as_ref().map(|path| path.root.as_str()).unwrap_or_default();
    let mut texts = call.arguments.args.iter().filter_map(literal);
    match root {
        "cProfile" | "profile" | "pdb" | "trace" => texts.next().is_some(),
        "timeit" => texts.any(|text| text.contains("__main__")),
        _ => false,
    }
}
