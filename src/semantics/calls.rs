//! Calls: what is called with what, and which strings in the arguments are types. Part of the walk.
use ruff_python_ast::visitor::Visitor;
use ruff_python_ast::{self as ast, Expr, ExprCall};
use ruff_text_size::Ranged;
use thin_vec::ThinVec;

use super::facts::{Access, Operation, OperationKind, Path, Touch};
use super::hint_reads::{signature_bound, signature_of_names};
use super::literals::literal;
use super::namespace_reads::copied_namespace;
use super::walk::Walker;
use super::{mentions, origins, paths};
use crate::rules::Group;
use crate::syntax::Span;

impl Walker<'_> {
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
            Expr::Attribute(attribute) if path.is_none() => origins::origins(&attribute.value).into(),
            _ => ThinVec::new(),
        };
        let operation = Operation {
            arguments,
            handed: origins::arguments(&call.arguments),
            receiver,
            texts: texts(call).into(),
            ..self.operation(kind, called, span)
        };
        self.record(operation);
        let meant = self.patchers.meant(&call.func).map(|path| path.last().to_owned());
        let last = meant.or(last).unwrap_or_default();
        let builtin = path
            .as_ref()
            .is_some_and(|path| path.attributes.is_empty() || path.root == "builtins" && path.attributes.len() == 1);
        if builtin && self.rules.knows(Group::TakesKeys, &last) {
            self.named_only
                .extend(call.arguments.args.iter().filter_map(signature_of_names));
        }
        self.named_only.extend(signature_bound(&call.func));
        self.evaluated_in.extend(copied_namespace(call, &last));
        // `__import__(name, globals(), ...)` looks up there which package it is in.
        if builtin_import(&call.func) {
            let given = call.arguments.args.iter().skip(1);
            self.evaluated_in
                .extend(given.map(|namespace| Span::from(namespace.range())));
        }
        if self.runs() {
            self.namespace_call(call, &last, builtin);
            self.setter_handed(call);
            self.named_attribute(call, &last);
            self.targets(call, &last);
            self.loaded_names(call);
            self.put_by_call(call);
            self.loaded_anew(call, &last);
            self.hints(call, &last);
        }
        self.patcher_called(&call.func);
        if self.loaders.function(&call.func).is_some() {
            self.loaders_followed.push(call.func.range().into());
        }
        match &*call.func {
            // Noted above.
            Expr::Name(name) if matches!(name.id.as_str(), "globals" | "setattr" | "delattr") => {
                self.read(&name.id, Vec::new(), name.range().into(), Access::Read);
            }
            callee => self.visit_expr(callee),
        }
        // `globals().get("n")`
        if let (Expr::Attribute(method), Some(key)) = (&*call.func, call.arguments.args.first().and_then(literal))
            && self.rules.knows(Group::TakesItem, method.attr.as_str())
        {
            self.only_key(&method.value, key);
        }
        if let (Expr::Attribute(method), [key, ..]) = (&*call.func, &*call.arguments.args)
            && matches!(method.attr.as_str(), "get" | "setdefault")
        {
            self.namespace_key(&method.value, key);
        }
        let takes_types = self.rules.knows(Group::TakesTypeText, &last);
        let has_text = call.arguments.args.iter().any(Expr::is_string_literal_expr);
        let loads_class = has_text && {
            let name = self.dotted_as_imported(&call.func);
            self.rules.knows(Group::LoadsClassOfText, &name)
        };
        let touch = mentions::touch(call, &last, self.rules);
        for argument in &*call.arguments.args {
            match argument {
                Expr::StringLiteral(string) if takes_types => self.type_string(string),
                Expr::StringLiteral(string) if loads_class => {
                    self.dotted_text(string.value.to_str(), string.range().into(), Touch::Read, &[]);
                }
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
        self.scanned_by_call(call, &last);
    }

    /// The dotted name of what is called, by the import above it that binds its first part; empty where there is none.
    fn dotted_as_imported(&self, callee: &Expr) -> String {
        let Some(path) = paths::path(callee) else {
            return String::new();
        };
        let mut imports = self.recorder.facts.imports.iter().rev();
        let Some(import) = imports.find(|import| import.level == 0 && import.bound_name() == path.root) else {
            return String::new();
        };
        let start = match &import.name {
            Some(name) => format!("{}.{name}", import.module),
            None if import.asname.is_some() => import.module.clone(),
            None => path.root.clone(),
        };
        let parts = std::iter::once(start).chain(path.attributes);
        parts.collect::<Vec<_>>().join(".")
    }
}

fn builtin_import(function: &Expr) -> bool {
    matches!(function, Expr::Name(name) if name.id == "__import__")
}

/// The identifiers among the strings that a call is handed; none where a display holds something else, too.
pub(super) fn texts(call: &ExprCall) -> Vec<String> {
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
