//! Modules that code loads itself, from files that somebody names, and enters under their names.
use super::Use;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Kind, Place};
use crate::evaluate::value::{Atom, Value};
use crate::rules::Touches;

/// What makes a module of a file.
const MAKER: &str = "importlib.util.module_from_spec";

impl Machine<'_> {
    /// `sys.modules[spec.name] = module_from_spec(spec)`, under a name that is not known: as an import of a computed name does, it adds
    /// a module, and none of others is replaced. Whether it is that.
    pub fn registers_module(&mut self, table: &str, key: &Value, new: &Value, place: Place) -> bool {
        let is_made = |atom: Atom| match atom {
            Atom::Object(object) => matches!(*self.kind(object), Kind::Result(of) if self.symbols.text(of) == MAKER),
            _ => false,
        };
        let is_text = |atom: Atom| matches!(atom, Atom::Text(_) | Atom::Beginning(_));
        if table != "sys.modules" || new.is_nothing() || !new.atoms().all(is_made) || key.atoms().any(is_text) {
            return false;
        }
        let Some(item) = self.rules.facet(table).and_then(|rule| rule.item.as_ref()) else {
            return false;
        };
        let added = Touches {
            adds: item.writes.clone(),
            ..Touches::default()
        };
        let arguments = Arguments::of(vec![key.clone()]);
        let of = Use {
            arguments: &arguments,
            receiver: None,
            place,
        };
        self.touch(&added, of, &format!("enters a module in `{table}`"));
        true
    }
}
