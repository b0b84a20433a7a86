//! Modules that code loads itself, from files that somebody names, and enters under their names.
use crate::evaluate::facet::Access;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Kind, Place};
use crate::evaluate::value::{Atom, Value};

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
        let is_module = table == "sys.modules" && !new.is_nothing() && new.atoms().all(is_made);
        is_module && !key.atoms().any(is_text) && self.uses_contents(table, Some(key), Access::Append, place)
    }
}
