//! Calls, subscripts and strings: what they tell about names beyond plain reading. Part of the walk.
use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{self as ast, Expr, ExprCall, ExprContext, Stmt};
use ruff_text_size::Ranged;

use super::facts::{
    Access, Exports, HintRead, MODULE, MentionKind, NamespaceRead, Object, Operation, OperationKind, Path, Phase,
    ScopeKind, TRACEBACK_LOCALS, Touch,
};
use super::paths::{self, chain, holder, object};
use super::walk::Walker;
use super::{mentions, origins, strings};
use crate::syntax::Span;

/// Calls that evaluate annotations. `signature` does from 3.14 on, or when told to.
const HINT_READERS: [&str; 9] = [
    "get_type_hints",
    "get_annotations",
    "resolve_types",
    "evaluate_forward_ref",
    "TypeAdapter",
    "create_model",
    "signature",
    "getfullargspec",
    "call_annotate_function",
];
/// Calls whose string arguments are types for type checkers.
const TYPE_STRING_TAKERS: [&str; 4] = ["cast", "TypeVar", "NewType", "ForwardRef"];
pub(super) fn literal(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::StringLiteral(string) => Some(string.value.to_str()),
        _ => None,
    }
}

impl Walker {
    pub(super) fn call(&mut self, call: &ExprCall) {
        let span: Span = call.range().into();
        let path = paths::path(&call.func);
        let last = path
            .as_ref()
            .map(|path| path.last().to_owned())
            .or_else(|| match &*call.func {
                Expr::Attribute(attribute) => Some(attribute.attr.to_string()),
                _ => None,
            });
        let method = match &*call.func {
            Expr::Attribute(attribute) if path.is_none() => Some(attribute.attr.to_string()),
            _ => None,
        };
        let called = path.clone().or_else(|| {
            method.map(|method| Path {
                root: String::new(),
                binding: None,
                attributes: vec![method],
            })
        });
        let values = call
            .arguments
            .args
            .iter()
            .chain(call.arguments.keywords.iter().map(|keyword| &keyword.value));
        let arguments = values.filter_map(paths::path).collect();
        // `make(x)(y)` calls what `make` made, as a decorator with arguments does.
        let kind = match &*call.func {
            Expr::Call(_) => OperationKind::DecorateByResult,
            _ => OperationKind::Call,
        };
        let called = called.or_else(|| paths::path(paths::callee(&call.func)));
        let receiver = match &*call.func {
            Expr::Attribute(attribute) if path.is_none() => origins::origins(&attribute.value),
            _ => Vec::new(),
        };
        let operation = Operation {
            arguments,
            handed: origins::arguments(&call.arguments),
            receiver,
            texts: texts(call),
            ..self.operation(kind, called, span)
        };
        self.record(operation);
        let last = last.unwrap_or_default();
        if matches!(
            last.as_str(),
            "len" | "list" | "tuple" | "set" | "frozenset" | "sorted" | "iter"
        ) {
            self.named_only
                .extend(call.arguments.args.iter().filter_map(signature_of_names));
        }
        self.named_only.extend(signature_bound(&call.func));
        self.evaluated_in.extend(copied_namespace(call, &last));
        let builtin = path
            .as_ref()
            .is_some_and(|path| path.attributes.is_empty() || path.root == "builtins" && path.attributes.len() == 1);
        if self.runs() {
            self.namespace_call(call, &last, builtin);
            self.named_attribute(call, &last);
            self.targets(call, &last);
            self.loaded_names(call);
            self.loaded_anew(call, &last);
            self.hints(call, &last);
        }
        match &*call.func {
            // Noted above.
            Expr::Name(name) if name.id == "globals" => {
                self.read(&name.id, Vec::new(), name.range().into(), Access::Read);
            }
            callee => self.visit_expr(callee),
        }
        // `globals().get("n")`
        if let (Expr::Attribute(method), Some(key)) = (&*call.func, call.arguments.args.first().and_then(literal))
            && matches!(method.attr.as_str(), "get" | "pop" | "setdefault" | "__getitem__")
        {
            self.only_key(&method.value, key);
        }
        let takes_types = TYPE_STRING_TAKERS.contains(&last.as_str());
        let touch = mentions::touch(&last);
        for argument in &*call.arguments.args {
            match argument {
                Expr::StringLiteral(string) if takes_types => self.type_string(string),
                Expr::StringLiteral(string) if touch != Touch::Read => {
                    let keywords: Vec<String> = call
                        .arguments
                        .keywords
                        .iter()
                        .filter_map(|keyword| keyword.arg.as_ref())
                        .map(ToString::to_string)
                        .collect();
                    self.text(string.value.to_str(), string.range().into(), touch, &keywords);
                }
                _ => self.visit_expr(argument),
            }
        }
        for keyword in &call.arguments.keywords {
            match &keyword.value {
                Expr::StringLiteral(string) if takes_types => self.type_string(string),
                value => self.visit_expr(value),
            }
        }
    }

    /// `globals()`, `locals()`, `vars()`, `dir()`, `eval`, `exec`, `getmembers`: reads of namespaces as a whole.
    fn namespace_call(&mut self, call: &ExprCall, last: &str, builtin: bool) {
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
                if let Some(argument) = arguments.first() {
                    self.namespace(span, &format!("{last}()"), holder(argument));
                }
            }
            _ => {}
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
        // A module's own `__getattr__` and `__dir__` may look into its namespace: they serve it.
        let serves = self.recorder.facts.scope_chain(self.state.scope).any(|id| {
            let scope = &self.recorder.facts.scopes[id as usize];
            scope.parent == Some(MODULE)
                && scope.definition.is_some_and(|definition| {
                    let name = &self.recorder.facts.definitions[definition as usize].name;
                    name == "__getattr__" || name == "__dir__"
                })
        });
        if !serves && object != Object::Value {
            let scope = self.state.scope;
            self.recorder.facts.namespace_reads.push(NamespaceRead {
                span,
                scope,
                how: how.to_owned(),
                object,
                name: None,
                besides: Vec::new(),
            });
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
            read.besides.clone_from(&left_out);
        }
    }

    /// Of the namespace that an expression stands for, only this name is looked up.
    fn only_key(&mut self, namespace: &Expr, key: &str) {
        let span: Span = namespace.range().into();
        let reads = self.recorder.facts.namespace_reads.iter_mut();
        for read in reads.rev().take_while(|read| read.span == span) {
            read.name = Some(key.to_owned());
        }
    }

    /// `globals()[name] = value` sets an attribute of the module.
    fn written_global(&mut self, subscript: &ast::ExprSubscript) {
        if is_globals(&subscript.value) && literal(&subscript.slice).is_none() && self.runs() {
            let touch = match subscript.ctx {
                ExprContext::Del => Touch::Delete,
                _ => Touch::Replace,
            };
            self.pending.push(mentions::Pending {
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

    /// `x.__dict__` and `f.__globals__`.
    pub(super) fn whole_namespace(&mut self, attribute: &ast::ExprAttribute) {
        self.named_only.extend(spec_of_names(attribute));
        let span = Span::from(attribute.range());
        if matches!(attribute.attr.as_str(), "__dict__" | "__globals__")
            && self.runs()
            && !self.evaluated_in.contains(&span)
        {
            let how = format!(".{}", attribute.attr);
            self.namespace(attribute.range().into(), &how, holder(&attribute.value));
        }
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
        let mut part = Some(attribute);
        while let Some(attribute) = part {
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

    fn hints(&mut self, call: &ExprCall, last: &str) {
        if HINT_READERS.contains(&last) {
            let object = call.arguments.args.first().map_or(Object::Unknown, object);
            let first = call.arguments.args.first();
            let parts = first
                .filter(|_| object == Object::Unknown)
                .map(names_in)
                .unwrap_or_default();
            let told = call.arguments.find_keyword("eval_str").is_some();
            let how = match last {
                "signature" if told => "signature(eval_str=True)",
                "get_annotations" if told => "get_annotations(eval_str=True)",
                _ => last,
            };
            if parts.is_empty() {
                self.hint(call.range().into(), how, object);
            }
            // `TypeAdapter(Annotated[A | B, ...])` reads the hints of what it names.
            for (root, attributes) in parts {
                let object = Object::Path(Path {
                    root: root.to_string(),
                    binding: None,
                    attributes,
                });
                self.hint(call.range().into(), how, object);
            }
        }
        // `getattr(x, "__annotations__", {})`, `vars(x).get("__annotations__")`
        let named = |place: usize| call.arguments.args.get(place).and_then(literal) == Some("__annotations__");
        let span: Span = call.range().into();
        match (last, call.arguments.args.first()) {
            ("getattr", Some(first)) if named(1) => self.hint(span, "__annotations__", object(first)),
            ("get" | "pop", _) if named(0) => self.hint(span, "[\"__annotations__\"]", Object::Unknown),
            _ => {}
        }
    }

    fn hint(&mut self, span: Span, how: &str, object: Object) {
        let scope = self.state.scope;
        self.recorder.facts.hint_reads.push(HintRead {
            span,
            scope,
            how: how.to_owned(),
            object,
            names_only: self.named_only.contains(&span) && !how.contains("eval_str"),
        });
    }

    pub(super) fn subscript(&mut self, subscript: &ast::ExprSubscript) {
        let span: Span = subscript.range().into();
        let writes = subscript.ctx != ExprContext::Load;
        if self.is_sys_modules(&subscript.value) && self.runs() {
            self.loaded(&subscript.slice);
            if writes {
                self.changed_key(&subscript.slice);
            }
            if matches!(&*subscript.slice, Expr::Name(name) if name.id == "__name__") {
                let kind = if writes {
                    MentionKind::ReplacesThisModule
                } else {
                    MentionKind::ThisModule
                };
                self.recorder.mention(self.state.scope, span, kind);
            }
        }
        if writes {
            self.operate(OperationKind::WriteItem, paths::path(&subscript.value), span);
        } else if literal(&subscript.slice) == Some("__annotations__") && self.runs() {
            self.hint(span, "[\"__annotations__\"]", Object::Unknown);
        } else {
            self.implicit(&subscript.value, "__getitem__", span);
        }
        if writes {
            self.written_global(subscript);
        }
        match chain(&subscript.value) {
            Some((root, attributes)) if writes => {
                self.read(&root.id, attributes, root.range().into(), Access::WriteItem);
            }
            _ => self.visit_expr(&subscript.value),
        }
        if let Some(key) = literal(&subscript.slice) {
            self.only_key(&subscript.value, key);
        } else if writes && is_globals(&subscript.value) {
            // Nothing is read of the namespace: what is written was noted.
            let span: Span = subscript.value.range().into();
            self.recorder.facts.namespace_reads.retain(|read| read.span != span);
        }
        let path = paths::path(&subscript.value);
        let container = path.as_ref().map(Path::last).unwrap_or_default();
        if container == "Literal" {
            return;
        }
        // `Optional["Frame"]`: in a type expression, strings are types. Containers of values have lower-case names.
        let generic = container.starts_with(|letter: char| letter.is_ascii_uppercase())
            || matches!(container, "list" | "dict" | "tuple" | "set" | "frozenset" | "type");
        match &*subscript.slice {
            Expr::StringLiteral(string) if generic => self.type_string(string),
            Expr::Tuple(tuple) if generic => {
                for element in &tuple.elts {
                    match element {
                        Expr::StringLiteral(string) => self.type_string(string),
                        _ => self.visit_expr(element),
                    }
                }
            }
            slice => self.visit_expr(slice),
        }
    }

    /// A string: an annotation in quotes, or text that may name something.
    pub(super) fn string(&mut self, string: &ast::ExprStringLiteral) {
        if matches!(self.state.phase, Some(Phase::Annotation { .. } | Phase::OnDemand)) {
            self.type_string(string);
        } else {
            self.text(string.value.to_str(), string.range().into(), Touch::Read, &[]);
        }
    }

    /// A type in a string: the names in it are read by type checkers, and by whoever evaluates annotations.
    fn type_string(&mut self, string: &ast::ExprStringLiteral) {
        let Ok(parsed) = ruff_python_parser::parse_expression(string.value.to_str()) else {
            return;
        };
        let phase = match self.phase() {
            Phase::Annotation {
                owner, place, whole, ..
            } => Phase::Annotation {
                owner,
                place,
                quoted: true,
                whole,
            },
            _ => Phase::TypeCheckers,
        };
        let span: Span = string.range().into();
        self.with(
            |state| state.phase = Some(phase),
            |walker| {
                for (root, attributes) in names_in(parsed.expr()) {
                    walker.read(&root, attributes, span, Access::Read);
                }
            },
        );
    }

    /// `__all__` is bound in a way that is not followed.
    pub(super) fn unknown_exports(&mut self, span: Span) {
        if self.state.scope == MODULE {
            self.recorder.facts.exports = Exports::Unknown(span);
        }
    }

    /// `__all__` and its changes at module level.
    pub(super) fn exports_of(&mut self, stmt: &Stmt) {
        if self.state.scope != MODULE {
            return;
        }
        let is_all = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id == "__all__");
        let (value, adds) = match stmt {
            Stmt::Assign(assign) if assign.targets.iter().any(is_all) => (Some(&*assign.value), false),
            Stmt::Assign(assign) if assign.targets.iter().any(holds_all) => {
                self.unknown_exports(stmt.range().into());
                return;
            }
            Stmt::Delete(delete) if delete.targets.iter().any(holds_all) => {
                self.unknown_exports(stmt.range().into());
                return;
            }
            Stmt::AnnAssign(assign) if is_all(&assign.target) => (assign.value.as_deref(), false),
            Stmt::AugAssign(assign) if is_all(&assign.target) => (Some(&*assign.value), true),
            Stmt::Expr(expression) => match &*expression.value {
                Expr::Call(call) => match &*call.func {
                    Expr::Attribute(method) if is_all(&method.value) => match method.attr.as_str() {
                        "extend" | "append" => (call.arguments.args.first(), true),
                        _ => (Some(&*expression.value), true),
                    },
                    _ => return,
                },
                _ => return,
            },
            _ => return,
        };
        let Some(value) = value else { return };
        let known = match &self.recorder.facts.exports {
            Exports::Listed(names) if adds => names.clone(),
            Exports::Public if adds => Vec::new(),
            Exports::Unknown(_) if adds => return,
            _ => Vec::new(),
        };
        self.recorder.facts.exports = match strings(value) {
            Some(names) => Exports::Listed(known.into_iter().chain(names).collect()),
            None => Exports::Unknown(value.range().into()),
        };
    }
}

/// The call of `signature` in `signature(f).parameters`, of which somebody takes no more than the keys.
pub(super) fn signature_of_names(expr: &Expr) -> Option<Span> {
    let attribute = expr
        .as_attribute_expr()
        .filter(|attribute| &attribute.attr == "parameters")?;
    called(&attribute.value, "signature")
}

/// The call of `signature` in `signature(f).bind`.
fn signature_bound(callee: &Expr) -> Option<Span> {
    let attribute = callee.as_attribute_expr()?;
    let binds = matches!(attribute.attr.as_str(), "bind" | "bind_partial");
    binds.then(|| called(&attribute.value, "signature")).flatten()
}

/// The namespace in `FunctionType(f.__code__, f.__globals__)`: a copy of a function looks up what the function itself does.
fn copied_namespace(call: &ExprCall, last: &str) -> Option<Span> {
    let part = |name: &str, place: usize, attribute: &str| {
        let value = call.arguments.find_argument_value(name, place)?.as_attribute_expr()?;
        (&value.attr == attribute).then_some(value)
    };
    let (code, namespace) = (part("code", 0, "__code__")?, part("globals", 1, "__globals__")?);
    let of = |attribute: &ast::ExprAttribute| attribute.value.as_name_expr().map(|name| name.id.clone());
    let is_copy = last == "FunctionType" && of(code).is_some() && of(code) == of(namespace);
    is_copy.then(|| namespace.range().into())
}

/// The call of `getfullargspec` in `getfullargspec(f).args`.
pub(super) fn spec_of_names(attribute: &ast::ExprAttribute) -> Option<Span> {
    let names = ["args", "varargs", "varkw", "defaults", "kwonlyargs", "kwonlydefaults"];
    let is_one = names.contains(&attribute.attr.as_str());
    is_one.then(|| called(&attribute.value, "getfullargspec")).flatten()
}

fn called(expr: &Expr, name: &str) -> Option<Span> {
    let call = expr.as_call_expr()?;
    let is_it = paths::path(&call.func).is_some_and(|path| path.last() == name);
    is_it.then(|| call.range().into())
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

/// The identifiers among the strings that a call is handed; none where a display holds something else, too.
fn texts(call: &ExprCall) -> Vec<String> {
    let values = call.arguments.keywords.iter().map(|keyword| &keyword.value);
    let mut found = Vec::new();
    for argument in call.arguments.args.iter().chain(values) {
        found.extend(literal(argument).map(str::to_owned));
        let (Expr::List(ast::ExprList { elts, .. })
        | Expr::Tuple(ast::ExprTuple { elts, .. })
        | Expr::Set(ast::ExprSet { elts, .. })) = argument
        else {
            continue;
        };
        match elts.iter().map(literal).collect::<Option<Vec<_>>>() {
            Some(items) => found.extend(items.into_iter().map(str::to_owned)),
            None => return Vec::new(),
        }
    }
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    found.retain(|text| !text.is_empty() && text.chars().all(is_letter));
    found
}

/// Whether an expression is `globals()`.
fn is_globals(expr: &Expr) -> bool {
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

/// Whether a target is `__all__`, an item of it, or holds it.
fn holds_all(target: &Expr) -> bool {
    match target {
        Expr::Name(name) => name.id == "__all__",
        Expr::Subscript(subscript) => holds_all(&subscript.value),
        Expr::Tuple(tuple) => tuple.elts.iter().any(holds_all),
        Expr::List(list) => list.elts.iter().any(holds_all),
        _ => false,
    }
}

/// The strings of a literal list or tuple (or sum of such), or the one string.
fn strings(expr: &Expr) -> Option<Vec<String>> {
    match expr {
        Expr::StringLiteral(string) => Some(vec![string.value.to_str().to_owned()]),
        Expr::List(ast::ExprList { elts, .. }) | Expr::Tuple(ast::ExprTuple { elts, .. }) => {
            elts.iter().map(|element| literal(element).map(str::to_owned)).collect()
        }
        Expr::BinOp(sum) if sum.op == ast::Operator::Add => {
            let mut names = strings(&sum.left)?;
            names.extend(strings(&sum.right)?);
            Some(names)
        }
        _ => None,
    }
}

/// Every dotted name in an expression, and in the strings within it.
pub(super) fn names_in(expr: &Expr) -> Vec<(ast::name::Name, Vec<String>)> {
    struct Names(Vec<(ast::name::Name, Vec<String>)>);
    impl<'a> Visitor<'a> for Names {
        fn visit_expr(&mut self, expr: &'a Expr) {
            if let Expr::Subscript(subscript) = expr
                && paths::path(&subscript.value).is_some_and(|path| path.last() == "Literal")
            {
                self.visit_expr(&subscript.value);
            } else if let Some((root, attributes)) = chain(expr) {
                self.0.push((root.id.clone(), attributes));
            } else if let Expr::StringLiteral(string) = expr {
                if let Ok(parsed) = ruff_python_parser::parse_expression(string.value.to_str()) {
                    self.0.extend(names_in(parsed.expr()));
                }
            } else {
                ruff_python_ast::visitor::walk_expr(self, expr);
            }
        }
    }
    let mut names = Names(Vec::new());
    names.visit_expr(expr);
    names.0
}
