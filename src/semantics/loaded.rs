//! What asks `sys.modules` for a module, changes it, or loads a module a second time. Part of the walk.
use ruff_python_ast::{self as ast, Expr, ExprCall};
use ruff_text_size::Ranged;

use super::facts::{MentionKind, Object, Touch};
use super::literals::literal;
use super::paths::{self, object};
use super::put_together::LoadedKey;
use super::strings::{self, Part};
use super::walk::Walker;
use crate::rules::Group;

impl Walker<'_> {
    /// `spec_from_file_location(name, path)`, `runpy.run_path(path)`, `runpy.run_module("m")`.
    pub(super) fn loaded_anew(&mut self, call: &ExprCall, last: &str) {
        if self.rules.knows(Group::LoadsByName, last)
            && let Some(Expr::Name(name)) = call.arguments.args.first()
        {
            self.loaded_by_name.push((name.id.to_string(), self.state.scope));
        }
        let is_named = last == "run_module";
        if is_named || self.rules.knows(Group::LoadsByPath, last) {
            let first = call.arguments.args.first();
            let named = |first: &Expr| match literal(first) {
                Some(module) => Some(module.to_owned()),
                None => computed_prefix(first).map(|prefix| format!("{prefix}*")),
            };
            let module = first.filter(|_| is_named).and_then(named);
            let kind = MentionKind::LoadedAnew {
                module,
                by_path: !is_named,
                hands_out: last.starts_with("run_") && self.discarded != Some(call.range().into()),
            };
            self.recorder.mention(self.state.scope, call.range().into(), kind);
        }
    }

    /// Strings in a call that also takes `sys.modules`, or is a method of it, name modules whose presence matters.
    pub(super) fn loaded_names(&mut self, call: &ExprCall) {
        let method = match &*call.func {
            Expr::Attribute(attribute) if self.is_sys_modules(&attribute.value) => Some(attribute.attr.as_str()),
            _ => None,
        };
        // `monkeypatch.delitem(sys.modules, name)` has the key behind the dict.
        let key = match method {
            // Of what is put there, the keys.
            Some("pop" | "setdefault" | "get" | "update" | "__getitem__" | "__setitem__" | "__delitem__") => {
                call.arguments.args.first()
            }
            _ => {
                let of_dict = call
                    .arguments
                    .args
                    .first()
                    .is_some_and(|first| self.is_sys_modules(first));
                call.arguments.args.get(1).filter(|_| of_dict)
            }
        };
        let asked = matches!(method, Some("get" | "__getitem__"));
        let holds = method.is_some() || call.arguments.args.iter().any(|argument| self.is_sys_modules(argument));
        if let Some(key) = key {
            self.key_of_loaded(key, asked);
            if let (Some("get"), Expr::Name(name), Some(last)) = (method, key, self.keys.last_mut())
                && last.span == key.range().into()
            {
                last.taken = Some(name.id.to_string());
            }
        }
        if holds {
            // `patch.dict(sys.modules, **mods)`
            let spread = call.arguments.keywords.iter().filter(|keyword| keyword.arg.is_none());
            spread.for_each(|keyword| self.key_of_loaded(&keyword.value, asked));
            for module in call
                .arguments
                .keywords
                .iter()
                .filter_map(|keyword| keyword.arg.as_ref())
            {
                let kind = MentionKind::Loaded {
                    module: module.to_string(),
                    asked,
                };
                self.recorder.mention(self.state.scope, call.range().into(), kind);
            }
            for argument in call
                .arguments
                .args
                .iter()
                .filter(|argument| !paths::is_sys_modules(argument))
            {
                self.loaded(argument, asked);
            }
        }
    }

    /// `sys.modules |= {"m": fake}`
    pub(super) fn loaded_by_union(&mut self, assign: &ast::StmtAugAssign) {
        if self.is_sys_modules(&assign.target) && self.runs() {
            self.loaded(&assign.value, false);
            self.key_of_loaded(&assign.value, false);
            self.put_all(&assign.value);
        }
    }

    pub(super) fn loaded(&mut self, expr: &Expr, asked: bool) {
        match expr {
            Expr::StringLiteral(string) => {
                let kind = MentionKind::Loaded {
                    module: string.value.to_str().to_owned(),
                    asked,
                };
                self.recorder.mention(self.state.scope, string.range().into(), kind);
            }
            Expr::Dict(dict) => dict
                .items
                .iter()
                .filter_map(|item| item.key.as_ref())
                .for_each(|key| self.loaded(key, asked)),
            Expr::List(list) => list.elts.iter().for_each(|element| self.loaded(element, asked)),
            Expr::Tuple(tuple) => tuple.elts.iter().for_each(|element| self.loaded(element, asked)),
            Expr::Set(set) => set.elts.iter().for_each(|element| self.loaded(element, asked)),
            _ => {}
        }
    }

    /// `"m" in sys.modules`.
    pub(super) fn presence(&mut self, compare: &ast::ExprCompare) {
        for operand in std::iter::once(&*compare.left).chain(&compare.comparators) {
            match operand {
                Expr::Tuple(ast::ExprTuple { elts, .. })
                | Expr::List(ast::ExprList { elts, .. })
                | Expr::Set(ast::ExprSet { elts, .. }) => {
                    self.compared.extend(elts.iter().filter_map(literal).map(str::to_owned));
                }
                one => self.compared.extend(literal(one).map(str::to_owned)),
            }
        }
        let asks = compare.comparators.iter().any(|expr| self.is_sys_modules(expr));
        if asks && !self.loading.contains(&compare.range().into()) {
            self.loaded(&compare.left, true);
            self.key_of_loaded(&compare.left, true);
        }
    }

    /// A key of `sys.modules` that is set, taken away or asked for.
    pub(super) fn key_of_loaded(&mut self, key: &Expr, asked: bool) {
        if let Expr::Dict(dict) = key {
            dict.items
                .iter()
                .filter_map(|item| item.key.as_ref())
                .for_each(|key| self.key_of_loaded(key, asked));
            return;
        }
        let is_own = match key {
            Expr::Name(name) => name.id == "__name__",
            // The module of an object that is there is loaded.
            Expr::Attribute(attribute) => matches!(attribute.attr.as_str(), "__module__" | "__name__"),
            _ => false,
        };
        if literal(key).is_none() && !is_own {
            self.keys.push(LoadedKey {
                parts: strings::parts(key),
                span: key.range().into(),
                scope: self.state.scope,
                asked,
                taken: None,
            });
        }
    }

    /// Whether an expression is `sys.modules`, be it by `from sys import modules`.
    pub(super) fn is_sys_modules(&self, expr: &Expr) -> bool {
        let imported = |name: &str| {
            let mut imports = self.recorder.facts.imports.iter();
            imports.any(|import| {
                import.module == "sys" && import.name.as_deref() == Some("modules") && import.bound_name() == name
            })
        };
        paths::is_sys_modules(expr) || matches!(expr, Expr::Name(name) if imported(&name.id))
    }

    /// `del m.n`
    pub(super) fn deleted(&mut self, attribute: &ast::ExprAttribute) {
        if let Object::Path(path) = object(&attribute.value)
            && self.runs()
        {
            let kind = MentionKind::Attribute {
                object: Object::Path(path),
                name: attribute.attr.to_string(),
                touch: Touch::Delete,
            };
            self.recorder.mention(self.state.scope, attribute.range().into(), kind);
        }
    }
}

/// The beginning of the module name that is put together: `app.` of `f"app.{name}"`.
pub(super) fn computed_prefix(expr: &Expr) -> Option<String> {
    match strings::built(expr)?.as_slice() {
        [Part::Text(text), _, ..] if text.ends_with('.') => Some(text.clone()),
        _ => None,
    }
}
