//! Modules that code puts into `sys.modules`, where they may be found under other names than their own. Part of the walk.
use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::Ranged;

use super::facts::{MentionKind, Object};
use super::paths::{holder, is_sys_modules};
use super::put_together::Put;
use super::strings::{self, Members, Part};
use super::walk::Walker;

impl Walker<'_> {
    /// `sys.modules["alias"] = module`
    pub(super) fn put_by_key(&mut self, target: &Expr, value: &Expr) {
        match (target, value) {
            (Expr::Subscript(subscript), _) if self.is_sys_modules(&subscript.value) => {
                self.put(strings::parts(&subscript.slice), value);
            }
            (Expr::Tuple(targets), Expr::Tuple(values)) => {
                for (target, value) in targets.elts.iter().zip(&values.elts) {
                    self.put_by_key(target, value);
                }
            }
            _ => {}
        }
    }

    /// `sys.modules.setdefault("alias", module)`, `sys.modules.update(alias=module)`, `patch.dict(sys.modules, {"alias": module})`,
    /// `monkeypatch.setitem(sys.modules, "alias", module)`.
    pub(super) fn put_by_call(&mut self, call: &ExprCall) {
        let is_method = matches!(&*call.func, Expr::Attribute(method) if self.is_sys_modules(&method.value));
        let rest = match &*call.arguments.args {
            all if is_method => all,
            [first, rest @ ..] if self.is_sys_modules(first) => rest,
            _ => return,
        };
        match rest {
            [all @ Expr::Dict(_), ..] => self.put_all(all),
            [key, value, ..] => self.put(strings::parts(key), value),
            _ => {}
        }
        for keyword in &call.arguments.keywords {
            let name = keyword.arg.as_ref().map(|name| Part::Text(name.to_string()));
            self.put(vec![name.unwrap_or(Part::Unknown)], &keyword.value);
        }
    }

    /// The values of a dict, under its keys.
    pub(super) fn put_all(&mut self, modules: &Expr) {
        for item in modules.as_dict_expr().into_iter().flat_map(|dict| &dict.items) {
            let parts = item.key.as_ref().map_or_else(|| vec![Part::Unknown], strings::parts);
            self.put(parts, &item.value);
        }
    }

    fn put(&mut self, parts: Vec<Part>, value: &Expr) {
        let object = holder(value);
        if self.runs() && !is_sys_modules(value) && object != Object::Value {
            self.puts.push(Put {
                parts,
                object,
                span: value.range().into(),
                scope: self.state.scope,
            });
        }
    }

    /// Notes them, now that all is known of what the parts of their names stand for.
    pub(super) fn note_puts(&mut self) {
        for put in std::mem::take(&mut self.puts) {
            for name in self.strings.readings(&put.parts, Members::Closed) {
                let object = put.object.clone();
                self.recorder
                    .mention(put.scope, put.span, MentionKind::Puts { name, object });
            }
        }
    }
}
